import * as v from 'valibot';
import { type IdRule, REQUEST_ID, TENANT_NAME } from '../contract/ids.ts';
import { isText } from '../contract/text.ts';
import type { Resolution } from '../migration/operators/resolve.ts';

/**
 * The answer to an invocation that is no command. An answer and no error: a typing mistake must not ring the alarm on
 * the function's errors, and Lambda answers an error with a stack.
 */
export interface Declined {
  result: 'declined';
  /** Every field that is wrong, and what it must be. Repeats nothing of the command. */
  why: string;
  /** What a right command looks like. Not one to be pasted: no person and no reason is taken of its dots. */
  example: Record<string, string | readonly string[]>;
}

/** A command, if it was one. */
export type Read<Command> = { command: Command } | { declined: Declined };

function filledText(maxCharacters: number, what: string) {
  return v.custom<string>(
    (value) => isText(value, maxCharacters) && /[\p{L}\p{N}]/u.test(value),
    `must be ${what}: 1 to ${maxCharacters} characters on one line, a letter or a digit among them`,
  );
}

export const person = { by: filledText(128, 'the name of who decides'), why: filledText(256, 'the reason') };

export function id({ pattern, what }: IdRule, name: string) {
  const message = `must be ${name}: ${what}`;
  return v.pipe(v.string(message), v.regex(pattern, message));
}

const resolution = v.strictObject({
  tenant: id(TENANT_NAME, 'the name of a tenant'),
  requestId: id(REQUEST_ID, 'a request id'),
  verdict: v.picklist(['moved', 'notMoved', 'retry'], 'must be moved, notMoved or retry'),
  ...person,
});

export function readResolution(event: unknown): Read<Resolution> {
  const example = { tenant: 'orders', requestId: 'order-4711', verdict: 'retry', by: '…', why: '…' };
  return read(resolution, event, example);
}

/** @param known the fields that a command may have, if it may have more than the example has */
export function read<T extends v.GenericSchema>(
  schema: T,
  event: unknown,
  example: Declined['example'],
  known: readonly string[] = Object.keys(example),
): Read<v.InferOutput<T>> {
  const result = v.safeParse(schema, event);
  if (result.success) return { command: result.output };
  const problems = new Set(result.issues.map((issue) => problemOf(issue, known)));
  return { declined: { result: 'declined', why: [...problems].join('; '), example } };
}

/** @param known the fields that a command has: the name of any other is the sender's text, and is not repeated */
function problemOf(issue: v.BaseIssue<unknown>, known: readonly string[]): string {
  // Of several fields together.
  if (issue.type === 'check') return issue.message;
  // Of a list, whichever entry it is.
  const field = issue.path?.[0]?.key;
  if (typeof field !== 'string') return `a command is an object with ${known.join(', ')}`;
  if (!known.includes(field)) return `there is a field that is none of ${known.join(', ')}`;
  // A field that is not there is reported by the object, with the validator's own words.
  return issue.type === 'strict_object' ? `${field} is missing` : `${field} ${issue.message}`;
}

import * as v from 'valibot';
import { isText } from '../contract/text.ts';
import type { ControlCommand } from '../migration/control.ts';
import type { Resolution } from '../migration/resolve.ts';

/** Thrown for an invocation that is no command: says every field that is wrong, and what it must be. */
export class CommandError extends Error {
  override name = 'CommandError';
}

function filledText(maxCharacters: number) {
  return v.custom<string>(
    (value) => value !== '' && isText(value, maxCharacters),
    `must be a text of 1 to ${maxCharacters} characters on one line`,
  );
}

const person = { by: filledText(128), why: filledText(256) };

const resolution = v.strictObject({
  tenant: v.pipe(v.string('must be a tenant'), v.regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be a tenant')),
  requestId: v.pipe(v.string('must be a requestId'), v.regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be a requestId')),
  verdict: v.picklist(['moved', 'notMoved', 'retry'], 'must be moved, notMoved or retry'),
  ...person,
});

const controlCommand = v.strictObject({
  action: v.picklist(['pause', 'resume'], 'must be pause or resume'),
  ...person,
});

export function parseResolution(event: unknown): Resolution {
  return parse(resolution, event);
}

export function parseControlCommand(event: unknown): ControlCommand {
  return parse(controlCommand, event);
}

function parse<T extends v.GenericSchema>(schema: T, event: unknown): v.InferOutput<T> {
  const result = v.safeParse(schema, event);
  if (result.success) return result.output;
  throw new CommandError(
    result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the command'}: ${issue.message}`).join('; '),
  );
}

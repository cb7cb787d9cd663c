import { InvokeCommand, type InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { CliError, UsageError } from '../cli-error.ts';
import type { Context } from './context.ts';

/** What a field of a command is called here: `{ parent: 'ID', until: '--until' }`. */
export type Words = Readonly<Record<string, string>>;

/** The service's functions that carry out commands. */
type Part = 'control' | 'resolve' | 'drain' | 'approve';

const LOOK_FIRST = 'whether it did anything is not known: look with dxm status before you repeat it';

/**
 * Asks one of the service's functions to carry out a command: the only way in which dxm changes anything. The rules are the
 * function's; what it declines becomes an error in the words of the command line.
 *
 * @param options.todo what to do about a command that is declined
 */
export async function ask<Answer>(
  { aws, stage }: Pick<Context, 'aws' | 'stage'>,
  part: Part,
  command: object,
  { words = {}, todo }: { words?: Words; todo?: string } = {},
): Promise<Answer> {
  const invocation = new InvokeCommand({
    FunctionName: stage.function(part),
    Payload: Buffer.from(JSON.stringify(command)),
  });
  const { FunctionError, Payload } = await aws.lambda
    .send(invocation)
    .catch((error: unknown) => unanswered(part, error));
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
  if (FunctionError !== undefined) {
    throw new CliError(`the function ${part} failed: ${answer?.errorMessage ?? FunctionError}`, { todo: LOOK_FIRST });
  }
  if (answer?.result === 'declined') throw declined(answer, words, todo);
  return answer;
}

/** The command was sent, and no one knows what became of it. What AWS says in words is passed on. */
function unanswered(part: string, error: unknown): InvokeCommandOutput {
  const { name, message, $metadata } = Object(error) as Error & { $metadata?: { httpStatusCode?: number } };
  if ($metadata?.httpStatusCode !== undefined || !/Timeout|ECONNRESET|socket hang up|EPIPE/.test(`${name} ${message}`))
    throw error;
  throw new CliError(`${part} gave no answer: ${message}`, { todo: LOOK_FIRST });
}

/** Where the command was no command, the function gives an example of one, and names its fields: then what was typed here was wrong. */
function declined({ why, example, because = [] }: Declined, words: Words, todo?: string): CliError {
  if (example) return new UsageError(inWords(why, words));
  const reasons = because.map((one) =>
    [one.about && `${one.about}: `, one.why, one.help && `; would help: ${one.help}`].filter(Boolean).join(''),
  );
  return new CliError(`declined: ${why}`, { because: reasons, ...(todo === undefined ? {} : { todo }) });
}

function inWords(problems: string, words: Words): string {
  return problems
    .split('; ')
    .map((problem) => problem.replace(/^\w+/, (field) => words[field] ?? field))
    .join('; ');
}

interface Declined {
  why: string;
  example?: object;
  because?: readonly { about?: string; why: string; help?: string }[];
}

import { CliError } from '../cli-error.ts';
import { explain } from '../context/aws-errors.ts';

/** What was wrong, for a page to show: as a command says it on standard error. */
export interface PageError {
  message: string;
  where?: string;
  because: readonly string[];
  todo?: string;
}

/** HTTP's word for what has happened. */
type Status = 403 | 409 | 502;

/** What a command has thrown, in words, and its status: declined, not allowed to these credentials, or not found out. */
export async function pageErrorOf(error: unknown): Promise<{ status: Status; error: PageError }> {
  const known = error instanceof CliError ? error : await explain(error);
  const { message, where, because, todo } = known;
  const origin = known.cause ?? error;
  const status = isDenied(origin) ? 403 : origin instanceof CliError ? 409 : 502;
  const more = { ...(where === undefined ? {} : { where }), ...(todo === undefined ? {} : { todo }) };
  return { status, error: { message, because, ...more } };
}

/** Whether AWS has said that these credentials may not do it. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && /AccessDenied|NotAuthorized/.test(error.name);
}

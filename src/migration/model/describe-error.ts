/**
 * An exception's name and text, for a log line. Of what could not be parsed the name alone: its text quotes the input,
 * which may be a request or an answer.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return error instanceof SyntaxError ? error.name : `${error.name}: ${error.message}`;
}

/** What a message may hold, in the words of SendMessage (SQS API Reference); lone surrogates are none of it. */
const OUTSIDE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

export function hasForbiddenCharacters(body: string): boolean {
  return OUTSIDE.test(body);
}

export const FORBIDDEN_CHARACTERS =
  'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | ' +
  '#x10000 to #x10FFFF';

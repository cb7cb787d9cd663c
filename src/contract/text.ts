/**
 * What no message of SQS may hold: all but #x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD, #x10000 to #x10FFFF
 * (SendMessage, SQS API Reference, "MessageBody").
 */
const NOT_FOR_SQS = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/**
 * JSON with U+FFFD, the replacement character, in place of each character that SQS does not take. Escaping them would not
 * do: they may come out raw behind a rule that transforms its input.
 */
export function toSqsJson(value: object): string {
  return JSON.stringify(value, (_name, part) =>
    typeof part === 'string' ? part.replaceAll(NOT_FOR_SQS, '\uFFFD') : part,
  );
}

// Control characters, and those that reorder the text around them when it is shown; half of a surrogate pair; and two that
// SQS does not take.
const UNSAFE = '\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF\\uFFFE\\uFFFF';

/** A text that is safe to show: well-formed, nothing that hides or reorders. Of any length. */
export const SAFE_TEXT = new RegExp(`^[^${UNSAFE}]*$`, 'u');

/** Whether a value is a safe text of at most so many characters; a character outside the BMP counts as one. */
export function isText(value: unknown, maxCharacters: number): value is string {
  return typeof value === 'string' && SAFE_TEXT.test(value) && [...value].length <= maxCharacters;
}

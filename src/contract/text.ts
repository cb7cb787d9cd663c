// Control characters, and those that reorder the text around them when it is shown; and half of a surrogate pair.
const UNSAFE = '\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069\\uD800-\\uDFFF';

/** A text that is safe to show: well-formed, nothing that hides or reorders. Of any length. */
export const SAFE_TEXT = new RegExp(`^[^${UNSAFE}]*$`, 'u');

/** Whether a value is a safe text of at most so many characters; a character outside the BMP counts as one. */
export function isText(value: unknown, maxCharacters: number): value is string {
  return typeof value === 'string' && SAFE_TEXT.test(value) && [...value].length <= maxCharacters;
}

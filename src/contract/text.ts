// Cc are Unicode's control characters; the others reorder the text around them when it is shown.
const UNSAFE_CHARACTERS = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

/** Whether a value is a text that is safe to show: well-formed, at most so many characters, nothing that hides or reorders. */
export function isText(value: unknown, maxCharacters: number): value is string {
  return (
    typeof value === 'string' &&
    value.isWellFormed() &&
    !UNSAFE_CHARACTERS.test(value) &&
    [...value].length <= maxCharacters
  );
}

/** Controls, and what turns the direction of text around: a terminal would obey them, or a reader be misled. */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;

/** Text that others have written, on one line, as it may be shown on a terminal: what is not printable as its code point. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

// Control and format characters (among them those that reorder text), line and paragraph separators, half surrogates.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** A text from an event, made fit to be shown: one line of at most so many characters, nothing that hides or reorders. */
export function shown(text: string, maxCharacters = 128): string {
  const characters = [...text.replaceAll(UNSAFE, ' ').replaceAll(/\s+/g, ' ').trim()];
  return characters.length <= maxCharacters ? characters.join('') : `${characters.slice(0, maxCharacters).join('')}…`;
}

/** The same in quotation marks, for what people wrote, so that no one mistakes it for our words. */
export function quoted(text: string, maxCharacters = 128): string {
  return `"${shown(text, maxCharacters).replaceAll('"', "'")}"`;
}

// Control and format characters (among them those that reorder text), line and paragraph separators, half surrogates.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** Enough for all that Direct Connect and a groups file allow. */
const MAX_CHARACTERS = 256;

/** A text of others on one line, with nothing that hides or reorders. Escaping is left to the library. */
export function oneLine(text: string): string {
  return [...text.replaceAll(UNSAFE, ' ').trim()].slice(0, MAX_CHARACTERS).join('');
}

/** An id, and the name where there is one. */
export function named(id: string, name: string | undefined): string {
  return name === undefined ? oneLine(id) : `${oneLine(id)} "${oneLine(name).replaceAll('"', "'")}"`;
}

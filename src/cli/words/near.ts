import { closest, distance } from 'fastest-levenshtein';

/** Of the known names, the one that was probably meant; undefined if none is like it. */
export function nearest(given: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  if (names.length === 0) return undefined;
  const near = closest(given, names);
  return near !== given && distance(given, near) <= Math.max(2, given.length / 4) ? near : undefined;
}

export function didYouMean(given: string, known: Iterable<string>): string | undefined {
  const near = nearest(given, known);
  return near === undefined ? undefined : `did you mean ${near}?`;
}

/** A string of JSON; with a colon behind it, it is a name. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g;

/**
 * Whether an object in a JSON text has a name twice: then what it says depends on who reads it (RFC 8259, section 4).
 * JSON.parse keeps the last, so that the text has more names than the objects that were read from it.
 *
 * @param json valid JSON
 * @param objects all objects that JSON.parse made of it
 */
export function repeatsAName(json: string, objects: readonly object[]): boolean {
  const names = [...json.matchAll(STRING)].filter(([, colon]) => colon !== undefined);
  return names.length > objects.flatMap(Object.keys).length;
}

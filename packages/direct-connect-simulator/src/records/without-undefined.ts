/** A record as it goes over the wire. */
export type WireRecord = Readonly<Record<string, unknown>>;

/** Drops members that are undefined: the service leaves out what it does not know. */
export function withoutUndefined(record: WireRecord): WireRecord {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** Tags as the API lists them. */
export function tagList(tags: Readonly<Record<string, string>>): readonly WireRecord[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

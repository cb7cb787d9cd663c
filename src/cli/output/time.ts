/** A time as its reader's clock has it, in the zone of the machine: `2026-12-24 19:00:00 CET`. */
export function localTime(atMs: number): string {
  const parts = Object.fromEntries(LOCAL.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const { year, month, day, hour, minute, second, timeZoneName } = parts;
  return `${year}-${month}-${day} ${hour}:${minute}:${second} ${timeZoneName}`;
}

/** The times in a text that are in UTC, as its reader's clock has them. */
export function inLocalTime(text: string): string {
  return text.replaceAll(IN_UTC, (time) => localTime(Date.parse(time)));
}

const IN_UTC = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

const LOCAL = new Intl.DateTimeFormat('en-GB', {
  ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
  ...({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const),
});

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** How long, in its largest two units at most: `3 min 20 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const parts: string[] = [];
  let rest = Math.max(0, ms);
  for (const [name, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  if (rest >= 1_000 || parts.length === 0) parts.push(`${Math.floor(rest / 1_000)} s`);
  return parts.slice(0, 2).join(' ');
}

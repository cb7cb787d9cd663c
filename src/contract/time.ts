/**
 * RFC 3339 date-times: any offset, any number of fraction digits.
 * Source: RFC 3339, section 5.6 (the grammar) and 5.7 (leap seconds only at the end of a UTC month).
 */
const RFC_3339 =
  /^(?<date>\d{4}-\d{2}-\d{2})[Tt](?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})(?:\.(?<fraction>\d+))?(?:[Zz]|(?<sign>[+-])(?<offsetHour>\d{2}):(?<offsetMinute>\d{2}))$/;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Milliseconds since the epoch of an RFC 3339 time, further fraction digits cut off; undefined if it is not one. */
export function parseTime(text: string): number | undefined {
  const parts = RFC_3339.exec(text)?.groups;
  if (!parts) return undefined;
  const [hour, minute, second] = [Number(parts.hour), Number(parts.minute), Number(parts.second)];
  const [offsetHour, offsetMinute] = [Number(parts.offsetHour ?? 0), Number(parts.offsetMinute ?? 0)];
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const midnight = Date.parse(`${parts.date}T00:00:00.000Z`);
  // Date.parse takes 2026-02-30 for 2 March.
  if (Number.isNaN(midnight) || formatTime(midnight).slice(0, 10) !== parts.date) return undefined;
  const offset = (parts.sign === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute) * MINUTE;
  const millisecond = Number((parts.fraction ?? '').padEnd(3, '0').slice(0, 3));
  const time = midnight + (hour * 60 + minute) * MINUTE + second * 1000 + millisecond - offset;
  if (second === 60 && !isMonthStart(time - millisecond)) return undefined;
  return hasFourDigitYear(time) ? time : undefined;
}

/** RFC 3339, UTC, exactly milliseconds: the form of every time in events and in the ledger. It sorts as text. */
export function formatTime(time: number): string {
  return new Date(time).toISOString();
}

function isMonthStart(time: number): boolean {
  return time % DAY === 0 && new Date(time).getUTCDate() === 1;
}

function hasFourDigitYear(time: number): boolean {
  const year = new Date(time).getUTCFullYear();
  return year >= 0 && year <= 9999;
}

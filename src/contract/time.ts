/**
 * RFC 3339 date-times: any offset, any number of fraction digits.
 * Source: RFC 3339, section 5.6 (the grammar) and 5.7 (leap seconds only at the end of a UTC month).
 */
export const RFC_3339 =
  /^(?<date>[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))[Tt](?<hour>[01][0-9]|2[0-3]):(?<minute>[0-5][0-9]):(?<second>[0-5][0-9]|60)(?:\.(?<fraction>[0-9]+))?(?:[Zz]|(?<sign>[+-])(?<offsetHour>[01][0-9]|2[0-3]):(?<offsetMinute>[0-5][0-9]))$/;

/** The form of every time in events but `requestedAt`: UTC, exactly milliseconds. */
export const EVENT_TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;

/** The form of `requestedAt` in events: UTC, as exact as it was given: with milli-, micro- or nanoseconds. */
export const EXACT_EVENT_TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.(?:[0-9]{3}){1,3}Z$/;

const NANOSECOND_DIGITS = 9;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Milliseconds since the epoch of an RFC 3339 time, further fraction digits cut off; undefined if it is not one. */
export function parseTime(text: string): number | undefined {
  const parts = RFC_3339.exec(text)?.groups;
  if (!parts) return undefined;
  const [hour, minute, second] = [Number(parts.hour), Number(parts.minute), Number(parts.second)];
  const [offsetHour, offsetMinute] = [Number(parts.offsetHour ?? 0), Number(parts.offsetMinute ?? 0)];
  const midnight = Date.parse(`${parts.date}T00:00:00.000Z`);
  // Date.parse takes 2026-02-30 for 2 March.
  if (formatTime(midnight).slice(0, 10) !== parts.date) return undefined;
  const offset = (parts.sign === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute) * MINUTE;
  const millisecond = Number((parts.fraction ?? '').padEnd(3, '0').slice(0, 3));
  const time = midnight + (hour * 60 + minute) * MINUTE + second * 1000 + millisecond - offset;
  if (second === 60 && !isMonthStart(time - millisecond)) return undefined;
  return hasFourDigitYear(time) ? time : undefined;
}

/** Milliseconds since the epoch, as parseTime, but further fraction digits rounded up: never before the time. */
export function parseTimeUp(text: string): number | undefined {
  const time = parseTime(text);
  if (time === undefined || !/[1-9]/.test(fractionOf(text).slice(3))) return time;
  return hasFourDigitYear(time + 1) ? time + 1 : undefined;
}

/**
 * A time to the nanosecond, in UTC, in the form of EXACT_EVENT_TIME; undefined if it is none, or cannot be kept: finer, or
 * in a leap second, which UTC without leap seconds has under the name of the one after it.
 */
export function toExactTime(text: string): string | undefined {
  const time = parseTime(text);
  const fraction = fractionOf(text);
  if (time === undefined || fraction.length > NANOSECOND_DIGITS || /:60/.test(text)) return undefined;
  const finer = fraction
    .slice(3)
    .padEnd(NANOSECOND_DIGITS - 3, '0')
    .replace(/(?:000){1,2}$/, '');
  return `${formatTime(time).slice(0, -1)}${finer}Z`;
}

/** A time in the form of EXACT_EVENT_TIME with all nine fraction digits: so times sort as text. As they are, the longer would be the earlier. */
export function toSortable(time: string): string {
  return `${time.slice(0, -1).padEnd('0000-00-00T00:00:00.'.length + NANOSECOND_DIGITS, '0')}Z`;
}

/** Of an RFC 3339 time. */
function fractionOf(text: string): string {
  return /\.([0-9]+)/.exec(text)?.[1] ?? '';
}

/** A time as events write it; undefined for one that they cannot write, outside the years 0 to 9999 or none at all. */
export function tellTime(time: Date): string | undefined {
  return hasFourDigitYear(time.getTime()) ? formatTime(time.getTime()) : undefined;
}

/** RFC 3339, UTC, exactly milliseconds. It sorts as text. */
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

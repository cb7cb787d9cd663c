import { parseTime } from '../../contract/time.ts';
import { UsageError } from '../cli-error.ts';
import { localTime } from '../output/time.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const UNITS: Record<string, number> = { d: DAY, h: 60 * MINUTE, min: MINUTE, m: MINUTE };
const IN_A_WHILE = /^(?:\d+(?:d|h|min|m))+$/;
const ON_A_CLOCK =
  /^(?:(?<named>today|tomorrow) |(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[T ])?(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?: (?<zone>[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*))?$/;

const WITHOUT_SECONDS = /^(\S{10})[T ](\d{2}:\d{2})(Z|[+-])/;

const FORMS =
  'say a while such as 2h or 1h30min, a time of this clock such as 18:00, "tomorrow 06:00" or "2026-12-24 18:00", or one with its zone: 2026-12-24T18:00:00Z, "2026-12-24 18:00 Europe/Berlin"';

/**
 * A time as people write it, in milliseconds since the epoch: from now on, by the clock of this machine (without a date, the next
 * such time), or with its zone.
 *
 * @param option where it was said
 * @throws UsageError if it is no time, or none that there is once
 */
export function when(text: string, now: number, option: string): number {
  if (IN_A_WHILE.test(text)) return now + whileOf(text);
  const exact = parseTime(text.replace(WITHOUT_SECONDS, '$1T$2:00$3'));
  if (exact !== undefined) return exact;
  const parts = ON_A_CLOCK.exec(text)?.groups;
  if (!parts) throw wrong('this is no time', option);
  const zone = zoneNamed(parts.zone, option);
  if (parts.year !== undefined) return onClock(`${parts.year}-${parts.month}-${parts.day}`, parts, zone, option);
  // Days of the calendar: one in which clocks are changed has 23 or 25 hours.
  const wall = now + offsetAt(now, zone);
  const [today, tomorrow] = [wall, wall + DAY].map((ms) => new Date(ms).toISOString().slice(0, 10));
  if (parts.named === 'tomorrow') return onClock(tomorrow ?? '', parts, zone, option);
  const next = onClock(today ?? '', parts, zone, option);
  if (parts.named === 'today') return next;
  return next > now ? next : onClock(tomorrow ?? '', parts, zone, option);
}

/** As its reader's clock has it, and in UTC. */
export function inBoth(atMs: number): string {
  const utc = `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const here = localTime(atMs);
  return here === utc ? utc : `${here} (${utc})`;
}

function whileOf(text: string): number {
  return [...text.matchAll(/(\d+)([a-z]+)/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0),
    0,
  );
}

/** Where clocks are put back, an hour comes twice; where they are put forward, one never comes: neither is guessed. */
function onClock(
  date: string,
  { hour, minute, second = '00' }: Record<string, string | undefined>,
  zone: Zone,
  option: string,
): number {
  const wall = parseTime(`${date}T${hour}:${minute}:${second}Z`);
  if (wall === undefined) throw wrong('this is no time', option);
  const offsets = new Set([wall - DAY, wall + DAY].map((ms) => offsetAt(ms, zone)));
  const times = [...offsets].map((offset) => wall - offset).filter((ms) => ms + offsetAt(ms, zone) === wall);
  const [time] = times;
  if (time === undefined) throw wrong('the clocks are put forward then: there is no such time', option);
  if (times.length > 1) throw wrong('the clocks are put back then: that time comes twice', option);
  return time;
}

/** Without a name, that of this machine. */
type Zone = string | undefined;

function zoneNamed(zone: Zone, option: string): Zone {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone });
    return zone;
  } catch {
    throw wrong('this is no name of a time zone', option);
  }
}

/** How far the clocks of a zone are ahead of UTC. */
function offsetAt(atMs: number, timeZone: Zone): number {
  const format = new Intl.DateTimeFormat('en-GB', { ...CLOCK, timeZone });
  const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const { year, month, day, hour, minute, second } = parts;
  const wall = Date.parse(`${year?.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return wall - Math.floor(atMs / 1000) * 1000;
}

const CLOCK = {
  ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
  ...({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const),
};

function wrong(what: string, where: string): UsageError {
  return new UsageError(what, { where, todo: FORMS });
}

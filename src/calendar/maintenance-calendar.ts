import ical, { type ICalEvent, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { AnnouncedData } from '../contract/operations/maintenance-schema.ts';
import { named, oneLine } from './one-line.ts';

/** Who announces: the partner. */
export interface Provider {
  /** Its domain, such as `example.net`: what customers' tools know it by. */
  domain: string;
  /** Whom customers may ask. */
  name: string;
  email: string;
}

/** CONFIRMED: to be done, or going on. */
export type MaintenanceStatus = 'CONFIRMED' | 'CANCELLED' | 'COMPLETED';

/** What one customer is told of their lines in one drain. */
export interface Notice {
  /** As they were announced: of one owner, drain and window; of no known owner, one line. */
  lines: readonly AnnouncedData[];
  status: MaintenanceStatus;
  /** 0 for what is told first, and more with each change. */
  sequence: number;
  /** When what it says was so; RFC 3339. */
  at: string;
}

/**
 * A calendar file (iCalendar, RFC 5545) with the properties of the NANOG BCOP for maintenance notifications, which customers' tools
 * read: https://github.com/jda/maintnote-std. The UID is the same in all files for a drain and owner; a higher `sequence` takes the
 * place of a lower one. It has no METHOD: that would have mail programs offer an invitation.
 *
 * @throws if the lines do not belong into one file: no customer may read of another's
 */
export function maintenanceCalendar({ lines, status, sequence, at }: Notice, provider: Provider): string {
  const of = commonOf(lines);
  const calendar = ical({ prodId: { company: 'dx-migrator', product: 'maintenance' } });
  const event = calendar.createEvent({
    id: `${oneLine(uidOf(of))}@${provider.domain}`,
    sequence,
    stamp: new Date(at),
    start: new Date(of.window.from),
    end: new Date(of.window.to),
    summary: `${SUMMARY[status]}${countOf(lines)}`,
    description: lines.map(({ connectionId, connectionName }) => named(connectionId, connectionName)).join('\n'),
    organizer: { name: provider.name, email: provider.email },
    status: status === 'CANCELLED' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    // Whoever has it in a calendar is not away because of it.
    transparency: ICalEventTransparency.TRANSPARENT,
  });
  addMaintnote(event, { lines, status, of, provider });
  return calendar.toString();
}

const SUMMARY: Readonly<Record<MaintenanceStatus, string>> = {
  CONFIRMED: 'Maintenance: ',
  CANCELLED: 'Cancelled: maintenance: ',
  COMPLETED: 'Completed: maintenance: ',
};

interface Maintnote extends Pick<Notice, 'lines' | 'status'> {
  of: AnnouncedData;
  provider: Provider;
}

/** Names of properties are texts of this file alone: the library does not escape them. */
function addMaintnote(event: ICalEvent, { lines, status, of, provider }: Maintnote): void {
  const properties: [name: string, value: string][] = [
    ['X-MAINTNOTE-PROVIDER', provider.domain],
    ['X-MAINTNOTE-ACCOUNT', oneLine(of.ownerAccount ?? 'unknown')],
    ['X-MAINTNOTE-MAINTENANCE-ID;X-MAINTNOTE-PRECEDENCE=PRIMARY', oneLine(of.drainId)],
    ...(of.ticket === undefined
      ? []
      : [['X-MAINTNOTE-MAINTENANCE-ID;X-MAINTNOTE-PRECEDENCE=NON-PRIMARY', oneLine(of.ticket)] as [string, string]]),
    ...lines.map(({ connectionId }): [string, string] => ['X-MAINTNOTE-OBJECT-ID', oneLine(connectionId)]),
    ['X-MAINTNOTE-IMPACT', of.impact],
    ['X-MAINTNOTE-STATUS', status],
  ];
  event.x(properties);
}

function commonOf(lines: readonly AnnouncedData[]): AnnouncedData {
  const [first, ...others] = lines;
  if (!first) throw new Error('a notice is about a line at least');
  const belongs = (line: AnnouncedData) =>
    first.ownerAccount !== null &&
    line.ownerAccount === first.ownerAccount &&
    line.drainId === first.drainId &&
    line.window.from === first.window.from &&
    line.window.to === first.window.to;
  if (!others.every(belongs)) throw new Error('a notice is about the lines of one owner, in one drain and window');
  return first;
}

function uidOf({ drainId, ownerAccount, connectionId }: AnnouncedData): string {
  return `${drainId}.${ownerAccount ?? connectionId}`;
}

function countOf(lines: readonly AnnouncedData[]): string {
  return lines.length === 1 ? '1 Direct Connect connection' : `${lines.length} Direct Connect connections`;
}

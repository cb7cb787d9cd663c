import { maintenanceCalendar, type Provider } from 'dx-migrator/calendar';
import type { Fact } from './facts.ts';
import { isCancelled, type LineEnd, type MaintainedLine, type Maintenance } from './maintenance-state.ts';
import type { Attachment, MaintenanceMessage } from './message.ts';
import type { MaintenanceEvent } from './parse.ts';
import { quoted, shown } from './shown.ts';

interface Telling {
  /** The event that has brought it. */
  event: MaintenanceEvent;
  /** How many messages the customer was sent about this drain before. */
  sequence: number;
  provider: Provider;
}

/** To a customer, about all their lines and nothing of anybody else's: neither lines nor ports, nor who decided what. */
export function composeMaintenance(now: Maintenance, { event, sequence, provider }: Telling): MaintenanceMessage {
  const { ownerAccount } = event.detail.data;
  const contacts = now.lines.flatMap(({ announced }) =>
    announced.contact === undefined ? [] : shown(announced.contact, 256),
  );
  return {
    eventId: event.detail.metadata.eventId,
    for: [{ role: 'customer', ownerAccount, contacts: [...new Set(contacts)] }],
    subject: subjectOf(now, sequence),
    text: factsOf(now, provider)
      .map(([label, value]) => `${label}: ${value}`)
      .join('\n'),
    told: {
      window: now.window,
      status: now.status,
      ends: Object.fromEntries(now.lines.map(({ announced, end }) => [announced.connectionId, end])),
    },
    attachments: [calendarOf(now, sequence, provider)],
  };
}

function subjectOf({ status, window, lines }: Maintenance, sequence: number): string {
  const still = lines.filter(({ end }) => !isCancelled(end)).length;
  const when = `${shown(window.from).slice(0, 16).replace('T', ' ')} UTC`;
  switch (status) {
    case 'CANCELLED':
      return `Maintenance cancelled: ${when}, ${countOf(lines.length)}`;
    case 'COMPLETED':
      return `Maintenance completed: ${when}, ${countOf(still)} moved`;
    case 'CONFIRMED':
      return `${sequence === 0 ? 'Maintenance' : 'Maintenance changed'}: ${when}, ${countOf(still)}`;
  }
}

function countOf(lines: number): string {
  return lines === 1 ? '1 connection' : `${lines} connections`;
}

function factsOf({ status, window, lines }: Maintenance, provider: Provider): Fact[] {
  const [first] = lines;
  const ticket = first?.announced.ticket;
  return [
    ['What happens', WHAT_HAPPENS[status]],
    ['Window', `from ${shown(window.from)} to ${shown(window.to)}`],
    ...lines.map((line): Fact => ['Connection', `${nameOf(line)}: ${becomes(line)}`]),
    ['Reference', `${shown(first?.announced.drainId ?? '')}${ticket === undefined ? '' : `, ${quoted(ticket)}`}`],
    ['Expected of you', EXPECTED[status]],
    ['Questions', `${provider.name}, ${provider.email}`],
  ];
}

const WHAT_HAPPENS: Record<Maintenance['status'], string> = {
  CONFIRMED:
    'Your Direct Connect connections below are moved to another port. Each is interrupted once in the window; for how long is not known beforehand.',
  CANCELLED: 'None of your Direct Connect connections below is moved in this window.',
  COMPLETED: 'The maintenance of your Direct Connect connections below is over.',
};

const EXPECTED: Record<Maintenance['status'], string> = {
  CONFIRMED: 'Have the traffic take another way in the window. Tell us before it if that is not possible.',
  CANCELLED: 'Nothing.',
  COMPLETED: 'Look whether your routes and traffic (BGP) are as before: only you can see them.',
};

function nameOf({ announced: { connectionId, connectionName } }: MaintainedLine): string {
  return connectionName === undefined ? shown(connectionId) : `${shown(connectionId)} ${quoted(connectionName, 60)}`;
}

/** Never more than was seen. */
function becomes({ end }: MaintainedLine): string {
  switch (end) {
    case null:
      return 'is moved';
    case 'HEALTHY':
      return 'was moved, and found on its new port for the whole time of observation';
    case 'OTHER':
      return 'was moved, or may have been; how it is now is not said here, so ask us if it does not work';
    default:
      return `is not moved in this window${NOT_MOVED[end]}`;
  }
}

const NOT_MOVED: Record<Exclude<LineEnd, null | 'HEALTHY' | 'OTHER'>, string> = {
  SET_ASIDE: '',
  NOT_MOVED: '',
  DRAIN_ENDED: ': the work ended before its turn',
  REPLANNED: ': the work was planned anew',
};

/** Of what is to be moved or was; with a cancellation, of what is not. */
function calendarOf({ lines, status, window, at }: Maintenance, sequence: number, provider: Provider): Attachment {
  const meant = lines
    .filter(({ end }) => status === 'CANCELLED' || !isCancelled(end))
    .map(({ announced }) => announced);
  const inWindow = meant.map((line) => ({ ...line, window }));
  return {
    name: 'maintenance.ics',
    type: 'text/calendar; charset=utf-8',
    text: maintenanceCalendar({ lines: inWindow, status, sequence, at }, provider),
  };
}

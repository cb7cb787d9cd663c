import type { AnnouncedData } from '../contract/operations/maintenance-schema.ts';
import { maintenanceCalendar, type Provider } from './maintenance-calendar.ts';

/** What one customer is sent. */
export interface CalendarFile {
  /** Of letters, digits, `.`, `_` and `-`. */
  name: string;
  /** Null where it is not known; then the file is about one line. */
  ownerAccount: string | null;
  /** Whom to tell, as the partner wrote it; each once. */
  contacts: string[];
  lines: readonly AnnouncedData[];
  /** iCalendar, for UTF-8. */
  text: string;
}

/**
 * A file for each owner of these lines of a drain, as they are announced first.
 *
 * @param at when they are announced; RFC 3339
 */
export function calendarFiles(lines: readonly AnnouncedData[], at: string, provider: Provider): CalendarFile[] {
  const owners = new Map<string, AnnouncedData[]>();
  for (const line of lines) {
    const owner = line.ownerAccount ?? line.connectionId;
    owners.set(owner, [...(owners.get(owner) ?? []), line]);
  }
  return [...owners.values()].map((own): CalendarFile => {
    const [{ drainId = '', ownerAccount = null, connectionId = '' } = {}] = own;
    return {
      name: `${safe(drainId)}.${safe(ownerAccount ?? connectionId)}.ics`,
      ownerAccount,
      contacts: [...new Set(own.flatMap(({ contact }) => contact ?? []))],
      lines: own,
      text: maintenanceCalendar({ lines: own, status: 'CONFIRMED', sequence: 0, at }, provider),
    };
  });
}

/** No part of a path. */
function safe(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 100);
}

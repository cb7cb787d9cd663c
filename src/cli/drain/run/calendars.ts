import { join } from 'node:path';
import { type CalendarFile, calendarFiles, type Provider } from '../../../calendar/index.ts';
import { formatTime } from '../../../contract/time.ts';
import { announcedOf } from '../../../drain/notice/announced.ts';
import { announcedWindow } from '../../../drain/run/drain.ts';
import { CliError, UsageError } from '../../cli-error.ts';
import type { Context } from '../../context/context.ts';
import { printable } from '../../output/printable.ts';
import { type Column, table } from '../../output/table.ts';
import { count } from '../../output/words.ts';
import { makeFolder, refusePresent, writeNamed } from '../files.ts';
import { providerOf } from './provider.ts';
import type { KnownDrain } from './read-drain.ts';

/** Where calendar files go, and who is named in them. */
export interface Calendars {
  folder: string;
  provider: Provider;
}

/**
 * A folder for the calendar files of a drain, before anyone is told: it is made if it is not there. Undefined if none are wanted.
 *
 * @throws UsageError where one of them is there already, or none can be written
 */
export async function prepareCalendars(
  { ics, from }: { ics: string | undefined; from: string | undefined },
  known: KnownDrain,
  now: number,
): Promise<Calendars | undefined> {
  if (ics === undefined && from !== undefined)
    throw new UsageError('this is said in calendar files, and none are to be written', {
      where: '--from',
      todo: 'say --ics and a folder as well',
    });
  if (ics === undefined) return undefined;
  const calendars = { folder: ics, provider: providerOf(from) };
  await makeFolder(ics);
  await refusePresent(
    ics,
    filesOf(known, calendars, now).map(({ name }) => name),
  );
  return calendars;
}

/** @throws CliError where not all could be written; those that were stay */
export async function writeCalendars(calendars: Calendars, known: KnownDrain, now: number): Promise<CalendarFile[]> {
  const files = filesOf(known, calendars, now);
  try {
    for (const { name, text } of files) await writeNamed(join(calendars.folder, name), text, false);
  } catch (error) {
    const { message, where } = error as CliError;
    throw new CliError(`announced, but not all calendar files are written: ${message}`, {
      ...(where === undefined ? {} : { where }),
      todo: 'say the same with another --ics: no one is told twice',
    });
  }
  return files;
}

/**
 * One for each customer, of what was announced; before that, of what will be. Without lines that were set aside since: their customers
 * are told that it is cancelled.
 */
function filesOf({ drain, plan }: KnownDrain, { provider }: Calendars, now: number): CalendarFile[] {
  const { announcement, lines } = drain;
  const window = announcement ? announcedWindow(announcement) : plan.window;
  const meant = plan.lines.filter(({ connectionId }) => lines[connectionId]?.state !== 'setAside');
  return calendarFiles(announcedOf({ ...plan, window }, meant), formatTime(announcement?.atMs ?? now), provider);
}

const COLUMNS: readonly Column<CalendarFile>[] = [
  { title: 'file', cell: ({ name }) => name },
  { title: 'lines', cell: ({ lines }) => String(lines.length) },
  {
    title: 'for',
    cell: ({ contacts }) => (contacts.length === 0 ? 'the plan names no contact' : printable(contacts.join(', '))),
    isFlexible: true,
  },
];

/** Which file is for whom. */
export function showCalendars(
  { out }: Pick<Context, 'out'>,
  { folder }: Calendars,
  files: readonly CalendarFile[],
): void {
  out.line(`${count(files.length, 'calendar file')} in ${printable(folder)}, to be sent to each customer:`);
  out.line(table(files, COLUMNS, out));
}

/** The same for programs. */
export function calendarsAsJson({ folder }: Calendars, files: readonly CalendarFile[]): object {
  return {
    calendars: files.map(({ name, ownerAccount, contacts, lines }) => ({
      ...{ file: join(folder, name), ownerAccount, contacts },
      lines: lines.map(({ connectionId }) => connectionId),
    })),
  };
}

import { type Decision, type Freeze, type GuardKind, type Guards, isOver } from '../model/guards.ts';
import type { LogLine } from '../model/log-lines.ts';
import { isFull, MOST_NOTICES, type Notices, timeOfNotice, withCordonNotice } from '../model/notices.ts';
import type { Person } from '../model/transition.ts';
import type { ControlItem } from '../ports/control.ts';
import type { LogFields } from '../ports/log.ts';
import type { ControlPorts } from './control.ts';

/** Times in milliseconds since the epoch. Of all lines without a location and a parent. */
export type FreezeCommand = { action: 'freeze'; name: string; fromMs?: number; untilMs: number } & Pick<
  Freeze,
  'location' | 'parent' | 'stopsWayBack'
> &
  Person;

/** A command that puts something in the way of some lines, or takes it away. */
export type GuardCommand =
  | ({ action: 'cordon' | 'uncordon' | 'closeParent' | 'openParent'; parent: string } & Person)
  | FreezeCommand
  | ({ action: 'unfreeze'; name: string } & Person);

/** Each kind holds so many at most: the control item is read before each call. What closes by itself is not counted out. */
export const MOST_GUARDS = 50;

/** Others may write the same; what they wrote is read. */
const TRIES = 10;

const KINDS: Record<GuardCommand['action'], { kind: GuardKind; adds: boolean; line: LogLine }> = {
  cordon: { kind: 'cordons', adds: true, line: 'cordoned' },
  uncordon: { kind: 'cordons', adds: false, line: 'uncordoned' },
  freeze: { kind: 'freezes', adds: true, line: 'frozen' },
  unfreeze: { kind: 'freezes', adds: false, line: 'unfrozen' },
  closeParent: { kind: 'closedParents', adds: true, line: 'parentClosed' },
  openParent: { kind: 'closedParents', adds: false, line: 'parentOpened' },
};

export function isGuardCommand<Command extends { action: string }>(
  command: Command,
): command is Extract<Command, { action: GuardCommand['action'] }> {
  return Object.hasOwn(KINDS, command.action);
}

/** What it takes to put something in the way, or to lift a cordon. */
export interface GuardPorts extends Pick<ControlPorts, 'clock' | 'log' | 'serviceVersion'> {
  ledger: Pick<ControlPorts['ledger'], 'readControl' | 'setGuards'>;
}

/** @returns whether anything was changed, or why the command is declined */
export async function changeGuards(
  command: GuardCommand,
  ports: ControlPorts,
): Promise<boolean | { declined: string }> {
  // First: what was known before must not close it again.
  if (command.action === 'openParent') await ports.ledger.forgetTroubles(command.parent, ports.clock());
  return putGuards(command, ports);
}

/** The same without what opening a parent takes besides. */
export async function putGuards(command: GuardCommand, ports: GuardPorts): Promise<boolean | { declined: string }> {
  const { ledger } = ports;
  const { action, by, why } = command;
  const { kind, line } = KINDS[action];
  const about = aboutOf(command);
  for (let tries = 0; tries < TRIES; tries++) {
    const control = await ledger.readControl();
    const next = after(command, control, ports);
    if (next === undefined) return false;
    if (typeof next === 'string') return { declined: next };
    const { guards, atMs, notices } = next;
    const change = { action, about, atMs, by, why };
    if (!(await ledger.setGuards(kind, control[kind], guards, change, notices))) continue;
    ports.log(line, { ...subjectOf(kind, about), by, why });
    return true;
  }
  throw new Error(`CONTROL was changed by others ${TRIES} times before the command could be carried out`);
}

interface Change {
  guards: Record<string, Decision> | undefined;
  atMs: number;
  notices?: { read: Notices | undefined; next: Notices };
}

/** What the command comes to; or why it is declined; undefined if nothing is to be changed. */
function after(
  command: GuardCommand,
  control: ControlItem,
  { clock, serviceVersion }: GuardPorts,
): Change | string | undefined {
  const { kind, adds } = KINDS[command.action];
  const { notices: read } = control;
  const isTold = kind === 'cordons';
  const atMs = isTold ? timeOfNotice(read, clock()) : clock();
  const next = guardsAfter(command, control[kind], atMs);
  if (next === undefined || typeof next === 'string') return next;
  const guards = isEmpty(next) ? undefined : next;
  if (!isTold) return { guards, atMs };
  if (isFull(read?.unpublished))
    return `${MOST_NOTICES} changes of cordons are still to be told to others: try again in a minute`;
  const data = { parentConnectionId: aboutOf(command), cordoned: adds, serviceVersion };
  return { guards, atMs, notices: { read, next: withCordonNotice(read, atMs, data) } };
}

/** The parent, or the freeze. */
function aboutOf(command: GuardCommand): string {
  return 'name' in command ? command.name : command.parent;
}

type Entries = NonNullable<Guards[GuardKind]>;

/** The guards of the command's kind after it; or why it is declined; undefined if they are so already. */
function guardsAfter(
  command: GuardCommand,
  read: Entries = {},
  now: number,
): Record<string, Decision> | string | undefined {
  const { kind, adds } = KINDS[command.action];
  const about = aboutOf(command);
  const isThere = Object.hasOwn(read, about);
  const kept = Object.entries(read).filter(([name, one]) => name !== about && !isPast(one, now));
  if (!adds) return isThere ? Object.fromEntries(kept) : undefined;
  // Who decided it first stays on record; but a freeze may be given another end.
  if (isThere && command.action !== 'freeze') return undefined;
  if (kept.length >= MOST_GUARDS) return `there are ${MOST_GUARDS} ${kind} already: take one away first`;
  const { by, why } = command;
  if (command.action !== 'freeze') return Object.fromEntries([...kept, [about, { atMs: now, by, why }]]);
  return freezeAfter(command, kept, now);
}

function freezeAfter(
  command: FreezeCommand,
  kept: [string, Decision][],
  now: number,
): Record<string, Decision> | string {
  const { action, name, fromMs = now, untilMs, ...rest } = command;
  if (untilMs <= now) return 'until is over already: it must be a time to come';
  if (untilMs <= fromMs) return 'until must be later than from';
  return Object.fromEntries([...kept, [name, { fromMs, untilMs, ...rest, atMs: now }]]);
}

function isPast(guard: Decision | Freeze, now: number): boolean {
  return 'untilMs' in guard && isOver(guard, now);
}

function subjectOf(kind: GuardKind, about: string): LogFields {
  return kind === 'freezes' ? { freeze: about } : { parent: about };
}

function isEmpty(guards: object): boolean {
  return Object.keys(guards).length === 0;
}

import type { ControlItem } from '../../migration/ports/control.ts';
import { needOfListed } from '../drain/run/listed-need.ts';
import { printable } from '../output/printable.ts';
import type { QueueKind } from '../queues/queues.ts';
import { byUrgency, type Need, needOf, needOfLine } from '../words/needs.ts';
import type { World } from './world.ts';

/** Who closes a parent where no person does (src/migration/guards/close-parent.ts). */
const ITSELF = 'dx-migrator';

/** A circuit breaker that has opened so many times in a row does not close by itself soon. */
const OPENED_AGAIN = 3;

/** All that needs a person, the most urgent first. */
export function attention({ nowMs, control, unfinished, depths }: World): Need[] {
  const requests = unfinished?.requests.flatMap((request) => needOf(request, nowMs) ?? []) ?? [];
  const lines = unfinished?.verifications.flatMap((line) => needOfLine(line) ?? []) ?? [];
  const drains = unfinished?.drains.flatMap((drain) => needOfListed(drain, nowMs) ?? []) ?? [];
  const queues = [...(depths ?? [])].flatMap(
    ([{ kind, tenant, name }, depth]) => needOfQueue(kind, tenant ?? name, depth.waiting + depth.hidden) ?? [],
  );
  return byUrgency([...lines, ...requests, ...drains, ...queues, ...(control ? needsOfControl(control) : [])]);
}

function needsOfControl({ paused, lastChange, closedParents = {}, circuits }: ControlItem): Need[] {
  const needs: Need[] = Object.entries(closedParents).map(([parent, { by, why, atMs }]) => ({
    kind: by === ITSELF ? 'parentClosedByItself' : 'parentClosed',
    what:
      by === ITSELF
        ? `${parent} has closed by itself: ${printable(why)}`
        : `${parent} is closed by ${printable(by)}: ${printable(why)}`,
    todo: `dxm parent open ${parent} --why "…"`,
    page: 'alarms/parent-closed.md',
    sinceMs: atMs,
  }));
  for (const [name, { streak, openedAtMs }] of Object.entries(circuits)) {
    if (streak < OPENED_AGAIN) continue;
    const what = `Direct Connect has answered calls ${name === 'all' ? '' : `to ${name} `}unclearly ${streak} times in a row`;
    const todo = 'dxm requests --waiting circuit';
    needs.push({ kind: 'circuit', what, todo, page: 'alarms/circuit-open.md', sinceMs: openedAtMs });
  }
  if (paused) {
    const { by = 'someone', why = 'no reason is known', atMs } = lastChange ?? {};
    const what = `all calls are paused by ${printable(by)}: ${printable(why)}`;
    const since = atMs === undefined ? {} : { sinceMs: atMs };
    needs.push({ kind: 'paused', what, todo: 'dxm resume --why "…"', page: 'alarms/paused.md', ...since });
  }
  return needs;
}

type Words = Pick<Need, 'kind' | 'todo' | 'page'> & { what: (count: string) => string };

const QUEUES: Record<Exclude<QueueKind, 'requests'>, (whose: string) => Words> = {
  'requests-dlq': (tenant) => ({
    kind: 'deadLetters',
    what: (count) => `${count} of ${tenant} could not be processed: nothing may be working on an order`,
    todo: `dxm dlq ${tenant}`,
    page: 'alarms/requests-dlq.md',
  }),
  quarantine: () => ({
    kind: 'quarantine',
    what: (count) => `${count} that became no request`,
    todo: 'dxm quarantine',
    page: 'alarms/quarantine.md',
  }),
  'consumer-dlq': (name) => consumers(name, 'which a consumer has not received', 'alarms/consumer-dlq.md'),
  'outcomes-dlq': (name) => consumers(name, 'which tenants have not received', 'alarms/consumer-dlq.md'),
  'bus-dlq': (name) => consumers(name, 'which the bus could not process', 'alarms/bus-dlq.md'),
  'out-of-band-moves': (name) => ({
    kind: 'outOfBandMoves',
    what: (count) => `${count} in ${name}: someone else has moved a line`,
    ...page('alarms/out-of-band-moves.md'),
  }),
  'changed-by-others': (name) => ({
    kind: 'changedByOthers',
    what: (count) => `${count} in ${name}: someone else has changed the service`,
    ...page('alarms/changed-by-others.md'),
  }),
};

function consumers(name: string, which: string, where: string): Words {
  return { kind: 'consumers', what: (count) => `${count} in ${name}, ${which}`, ...page(where) };
}

/** There is no command of this tool for it. */
function page(where: string): Pick<Need, 'todo' | 'page'> {
  return { todo: `see docs/operations/${where}`, page: where };
}

function needOfQueue(kind: QueueKind, whose: string, messages: number): Need | undefined {
  if (kind === 'requests' || messages === 0) return undefined;
  const { what, ...words } = QUEUES[kind](whose);
  return { ...words, what: what(messages === 1 ? 'about 1 message' : `about ${messages} messages`) };
}

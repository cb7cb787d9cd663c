import { MINUTE, SECOND } from '../settings.ts';
import { CLOSED_LAG, GONE_LAG, INTERCONNECT, LAG, LATER_LINE, OTHER_LAG, PARENTS, RIVALS_LAG } from '../topology.ts';
import { CONFIDENTIAL, contentOfStranger, invalidContent } from './content.ts';
import { OUT_OF_BAND_STORIES } from './out-of-band-stories.ts';
import type { Scenario } from './scenario.ts';

export type Story = (scenario: Scenario) => void;

/** A line is moved once, perhaps within a window. */
const singleMove: Story = (scenario) => {
  const at = scenario.moment();
  const line = scenario.line();
  const to = scenario.otherParent(scenario.plannedParent(line));
  scenario.send(scenario.move(line, to, at, scenario.window(at)));
};

/** A→B and B→C, and perhaps one more, queued together; the tenants may differ. */
const chain: Story = (scenario) => {
  const at = scenario.moment();
  const line = scenario.line();
  const length = scenario.random.between(2, 3);
  for (let step = 0; step < length; step++) {
    const to = scenario.otherParent(scenario.plannedParent(line));
    scenario.send(scenario.move(line, to, at + step * SECOND, scenario.window(at)));
  }
};

/** Of a millisecond: later, but not by a clock that counts whole ones. */
const QUARTER = 0.25;

/** A→B→A, queued together or the second when the outcome of the first is published; some within one millisecond. */
const returnMove: Story = (scenario) => {
  const at = scenario.moment();
  const line = scenario.line();
  const home = scenario.plannedParent(line);
  const out = scenario.move(line, scenario.otherParent(home), at, scenario.window(at));
  const gap = scenario.random.between(1, 30 * SECOND);
  const back = scenario.move(line, home, at + (gap % 8 === 0 ? QUARTER : gap));
  scenario.send(out);
  if (scenario.random.chance(0.4)) scenario.send(back);
  else scenario.sendAfter(out, back);
};

/** An order that waits for its window is withdrawn, or replaced, by a newer one from the same parent. */
const withdrawal: Story = (scenario) => {
  const { random } = scenario;
  const at = scenario.moment();
  const line = scenario.line();
  const home = scenario.plannedParent(line);
  const notBefore = at + random.between(0, 10 * MINUTE);
  const first = scenario.draft({
    connectionId: line,
    from: home,
    to: scenario.otherParent(home),
    requestedAtMs: at,
    notBefore,
  });
  scenario.send(first);
  const to = random.chance(0.6) ? home : scenario.otherParent(home);
  const later = at + random.between(SECOND, 5 * MINUTE);
  scenario.send({ ...scenario.move(line, to, later), tenant: first.tenant });
};

/**
 * One line makes room for another with the same VLAN, which is mostly ordered when the outcome of the first is published.
 */
const makeRoom: Story = (scenario) => {
  const at = scenario.moment();
  const [leaver, comer] = scenario.random.chance(0.7) ? ['dxcon-line3', 'dxcon-line1'] : ['dxcon-line1', 'dxcon-line3'];
  const room = scenario.plannedParent(leaver);
  const left = scenario.move(leaver, scenario.otherParent(room, scenario.plannedParent(comer)), at);
  scenario.send(left);
  const come = scenario.move(comer, room, at + SECOND);
  if (scenario.random.chance(0.8)) scenario.sendAfter(left, come);
  else scenario.send(come);
};

/** A question only. */
const dryRun: Story = (scenario) => {
  const at = scenario.moment();
  const line = scenario.line();
  const from = scenario.random.chance(0.7) ? scenario.plannedParent(line) : scenario.otherParent();
  const order = { connectionId: line, from, to: scenario.otherParent(), requestedAtMs: at, dryRun: true };
  scenario.send(scenario.draft({ ...order, ...scenario.window(at) }));
};

/** The order system is wrong about the line, the target, the time, or its own ids. */
const mistake: Story = (scenario) => {
  const { random } = scenario;
  const at = scenario.moment();
  const connectionId = scenario.line();
  const from = scenario.plannedParent(connectionId);
  const order = { connectionId, from, to: scenario.otherParent(from), requestedAtMs: at };
  const mistakes: (() => void)[] = [
    () => scenario.send(scenario.draft({ ...order, from: scenario.otherParent(from), to: from })),
    () => scenario.send(scenario.draft({ ...order, from: scenario.otherParent(from) })),
    () => scenario.send(scenario.draft({ ...order, expectedVlan: 4000 })),
    () => scenario.send(scenario.draft({ ...order, to: random.pick([CLOSED_LAG, GONE_LAG]) })),
    () => scenario.send(scenario.draft({ ...order, connectionId: 'dxcon-missing' })),
    () =>
      scenario.send(scenario.draft({ ...order, requestedAtMs: at - random.between(MINUTE, 30 * MINUTE) }), 30 * MINUTE),
    () => {
      const first = scenario.draft(order);
      scenario.send(first);
      scenario.send({ ...first, note: 'another note' }, random.between(0, 3 * MINUTE));
    },
    () => scenario.sendContent(invalidContent(random.pick(['orders', 'second']), random.pick(INVALID_BODIES)), at),
  ];
  random.pick(mistakes)();
};

const INVALID_BODIES = [
  `${CONFIDENTIAL}, and not JSON`,
  `{"schemaVersion":"1","requestId":"${CONFIDENTIAL} id"}`,
  `{"schemaVersion":"1","${CONFIDENTIAL}":true}`,
  `["${CONFIDENTIAL}"]`,
];

/** Someone without the right to a line or a parent, or someone unknown, with ids that others use too. */
const hostile: Story = (scenario) => {
  const { random } = scenario;
  const at = scenario.moment();
  const connectionId = scenario.line();
  const from = scenario.plannedParent(connectionId);
  const order = { connectionId, from, to: scenario.otherParent(from), requestedAtMs: at, ...scenario.window(at) };
  const rival = {
    tenant: 'rival',
    requestId: `r${random.between(1, 4)}`,
    requestedAtMs: at + random.between(0, 4 * MINUTE),
  };
  const attacks: (() => void)[] = [
    () => scenario.send(scenario.draft({ ...order, ...rival })),
    () => scenario.send(scenario.draft({ ...order, ...rival, to: random.pick([from, RIVALS_LAG]) })),
    () => scenario.send(scenario.draft({ ...order, ...rival, dryRun: true })),
    () => scenario.send(scenario.draft({ ...order, to: RIVALS_LAG })),
    () => scenario.send(scenario.draft({ ...order, connectionId: 'dxcon-rival1', from: INTERCONNECT })),
    () => scenario.sendContent(contentOfStranger(scenario.draft(order), Math.floor(at) % 2 === 0), at),
    () => scenario.send({ ...scenario.draft({ ...order, ...rival }), note: CONFIDENTIAL }),
  ];
  random.pick(attacks)();
};

/** The rival moves its own line, to its own LAG or where the others are. */
const rivalsOwnMove: Story = (scenario) => {
  const at = scenario.moment();
  const to = scenario.random.pick([LAG, OTHER_LAG, RIVALS_LAG]);
  if (to === scenario.plannedParent('dxcon-rival1')) return;
  scenario.send(scenario.move('dxcon-rival1', to, at, { tenant: 'rival' }));
};

/** Any order for any parents: most are rejected, superseded, or already done. */
const anything: Story = (scenario) => {
  const at = scenario.moment();
  const order = { connectionId: scenario.line(), from: scenario.otherParent(), to: scenario.otherParent() };
  scenario.send(scenario.draft({ ...order, requestedAtMs: at, ...scenario.window(at) }));
};

/** A parent is down for a while. */
const parentDown: Story = (scenario) => {
  const at = scenario.moment();
  const parentId = scenario.random.pick(PARENTS);
  const upAtMs = at + scenario.random.between(10 * SECOND, 5 * MINUTE);
  scenario.changes.push({ at, run: (world) => world.changeParent(parentId, { state: 'down' }) });
  scenario.changes.push({ at: upAtMs, run: (world) => world.changeParent(parentId, { state: 'available' }) });
};

/** One order system sends far more than the others at once: for a line of its own, or for lines that are not. */
const flood: Story = (scenario) => {
  const { random } = scenario;
  const at = scenario.moment();
  const tenant = random.pick(['second', 'rival']);
  const connectionId = tenant === 'rival' ? scenario.line() : LATER_LINE;
  for (let left = random.between(20, 60); left > 0; left--) {
    const order = { connectionId, from: scenario.otherParent(), to: scenario.otherParent(), tenant };
    scenario.sendOnce(scenario.draft({ ...order, requestedAtMs: at + random.between(0, 10 * SECOND) }));
  }
  singleMove(scenario);
};

const STORIES: readonly (readonly [number, Story])[] = [
  [4, singleMove],
  [4, chain],
  [5, returnMove],
  [3, withdrawal],
  [2, makeRoom],
  [2, dryRun],
  [3, mistake],
  [3, hostile],
  [1, rivalsOwnMove],
  [2, anything],
  [1, parentDown],
  [0.5, flood],
  ...OUT_OF_BAND_STORIES,
];

const DECK = STORIES.flatMap(([weight, story]) => Array.from({ length: 2 * weight }, () => story));

/** Plays a few stories at once, most of them about the same line; at least one in which something is sent. */
export function playStories(scenario: Scenario): void {
  const count = scenario.random.between(1, 4);
  for (let played = 0; played < count; played++) scenario.random.pick(DECK)(scenario);
  if (scenario.sendings.length === 0) singleMove(scenario);
}

import { MINUTE, SECOND } from '../settings.ts';
import { INTERCONNECT, LAG, LATER_LINE, PARENTS } from '../topology.ts';
import type { Scenario } from './scenario.ts';
import type { Story } from './stories.ts';

/** Past the service, at any time: before a request, while it is under way, and after it. */
function anyTime(scenario: Scenario): number {
  return scenario.moment() + (scenario.random.chance(0.5) ? scenario.random.between(0, 15 * MINUTE) : 0);
}

/** Someone moves a line by hand, perhaps there and back. */
const movedByHand: Story = (scenario) => {
  const line = scenario.line();
  let at = anyTime(scenario);
  for (let times = scenario.random.between(1, 2); times > 0; times--) {
    const to = scenario.otherParent();
    scenario.changes.push({ at, run: (world) => world.moveByHand(line, to) });
    at += scenario.random.between(0, 2 * MINUTE);
  }
};

/** Someone moves lines by hand just when the service calls for them. */
const meddled: Story = (scenario) => {
  scenario.isMeddled = true;
};

/** A line is deleted under the orders for it. */
const lineDeleted: Story = (scenario) => {
  const line = scenario.line();
  const after = scenario.random.between(0, 20 * MINUTE);
  scenario.changes.push({ at: anyTime(scenario), run: (world) => world.deleteLine(line, after) });
};

/** A line is ordered to move before, while or after it is made. */
const lineMade: Story = (scenario) => {
  const from = scenario.otherParent();
  const order = { connectionId: LATER_LINE, from, to: scenario.otherParent(from) };
  scenario.changes.push({ at: anyTime(scenario), run: (world) => world.makeLine(LATER_LINE, from) });
  scenario.send(scenario.draft({ ...order, requestedAtMs: scenario.moment() }));
};

/** A parent vanishes, if nothing is on it then. */
const parentDeleted: Story = (scenario) => {
  const parentId = scenario.otherParent();
  scenario.changes.push({ at: anyTime(scenario), run: (world) => world.deleteParent(parentId) });
};

/** An interconnect joins a LAG, and takes its lines along. */
const parentJoins: Story = (scenario) => {
  scenario.changes.push({ at: anyTime(scenario), run: (world) => world.joinLag(INTERCONNECT, LAG) });
};

/** A parent takes no hosted connections for a while, or never again. */
const parentStopsHosting: Story = (scenario) => {
  const parentId = scenario.random.pick(PARENTS);
  const at = anyTime(scenario);
  const again = at + scenario.random.between(10 * SECOND, 20 * MINUTE);
  scenario.changes.push({ at, run: (world) => world.changeParent(parentId, { allowsHostedConnections: false }) });
  if (scenario.random.chance(0.5)) {
    scenario.changes.push({
      at: again,
      run: (world) => world.changeParent(parentId, { allowsHostedConnections: true }),
    });
  }
};

/** Orders for one line by whoever has the right, while pictures disagree on whether its target takes it. */
export const disputedTarget: Story = (scenario) => {
  const { random } = scenario;
  const at = scenario.moment();
  const line = scenario.line();
  const from = scenario.plannedParent(line);
  const to = scenario.otherParent(from);
  let switchedAtMs = at;
  for (const state of ['down', 'available', 'down', 'available', 'down', 'available', 'down', 'available']) {
    scenario.changes.push({ at: switchedAtMs, run: (world) => world.changeParent(to, { state }) });
    switchedAtMs += random.between(5 * SECOND, 40 * SECOND);
  }
  for (let left = random.between(4, 9); left > 0; left--) {
    const requestedAtMs = at + random.between(0, MINUTE);
    scenario.send(
      scenario.draft({ connectionId: line, from, to: random.pick([to, scenario.otherParent(from)]), requestedAtMs }),
    );
  }
};

/** What others do to lines and parents, past the service. */
export const OUT_OF_BAND_STORIES: readonly (readonly [number, Story])[] = [
  [2, movedByHand],
  [1, meddled],
  [1, lineDeleted],
  [1, lineMade],
  [1, parentDeleted],
  [1, parentJoins],
  [1, parentStopsHosting],
];

import { classifyError } from '../../src/migration/call/classify-answer.ts';
import { resolve } from '../../src/migration/operators/resolve.ts';
import { type CallScript, MINUTE } from '../../test/support/world.ts';
import { CONNECTION, GOLDEN_REQUESTS, goldenRequest, INTERCONNECT, LAG, OTHER_LAG } from './golden-requests.ts';
import { AWS_REQUEST_ID, GoldenWorld, RECORD } from './golden-world.ts';

/** What leads to the event. The name is the file's. */
type Story = (world: GoldenWorld) => Promise<unknown>;

const MOVE = { connectionId: CONNECTION, parentConnectionId: LAG };

/** Direct Connect refuses the call with this text. */
function refused(message: string): CallScript {
  const $metadata = { httpStatusCode: 400, requestId: AWS_REQUEST_ID };
  return { moves: false, answer: classifyError({ name: 'DirectConnectClientException', message, $metadata }, MOVE) };
}

/** The connection to Direct Connect breaks while it is called. */
const broken = (moves: boolean): CallScript => ({
  moves,
  answer: classifyError({ name: 'Error', code: 'ECONNRESET' }, MOVE),
});

/** Refused by Direct Connect with this text. */
function failed(name: string, text: string): [string, Story] {
  return [
    `failed-${name}`,
    async (world) => {
      world.answers(refused(text));
      await world.deliver(goldenRequest(`order-${name}.move-1`));
    },
  ];
}

/** Rejected on an observation, and again on a second, after more than the staleness bound. */
function rejected(name: string, prepare: (world: GoldenWorld) => void, more: object = {}): [string, Story] {
  return [
    `rejected-${name}`,
    async (world) => {
      prepare(world);
      await world.deliver(goldenRequest(`order-${name}.move-1`, more));
      await world.pass(4 * MINUTE);
    },
  ];
}

async function hold(world: GoldenWorld, requestId: string): Promise<void> {
  world.answers(broken(false));
  await world.deliver(goldenRequest(requestId));
  await world.pass(10 * MINUTE);
}

/** A new one comes last: the number of its place is in the ids of each. */
const STORIES: readonly [string, Story][] = [
  ['migrated-moved', (world) => world.deliver(GOLDEN_REQUESTS.full ?? {})],
  [
    'migrated-observed',
    async (world) => {
      world.answers(broken(true));
      await world.deliver(goldenRequest('order-observed.move-1'));
      await world.pass(4 * MINUTE);
    },
  ],
  [
    'migrated-already-there',
    async (world) => {
      world.place(CONNECTION, LAG, { ...RECORD, lagId: LAG });
      await world.deliver(goldenRequest('order-already-there.move-1'));
    },
  ],
  failed('connection-state', `AssociateHostedConnection failed. ${CONNECTION} is in state pending`),
  failed('parent-not-found', `Could not find Lag with ID ${LAG}`),
  failed('parent-cannot-host', `${LAG} does not allow hosted connections`),
  failed('vlan-conflict', 'VLAN 101 is already in use'),
  failed('ip-conflict', 'The IP address is already in use'),
  failed('parent-capacity', 'The bandwidth exceeds the capacity of the LAG'),
  failed('direct-connect-refused', 'The request could not be completed'),
  [
    'failed-resolved-not-moved',
    async (world) => {
      await hold(world, 'order-resolved-not-moved.move-1');
      const person = { by: 'ada', why: 'the journal shows no move' };
      const key = { tenant: 'orders', requestId: 'order-resolved-not-moved.move-1' };
      await resolve({ ...key, verdict: 'notMoved', ...person }, world.ports);
    },
  ],
  [
    'rejected-invalid-request',
    (world) => world.deliver({ ...goldenRequest('order-invalid.move-1'), notAfter: '2026-11-23 14:00' }),
  ],
  ['rejected-unknown-sender', (world) => world.fromStranger(goldenRequest('order-stranger.move-1'))],
  [
    'rejected-not-permitted',
    async (world) => {
      await world.fromOthers(goldenRequest('order-not-permitted.move-1'));
      await world.pass(4 * MINUTE);
    },
  ],
  [
    'rejected-conflicting-request',
    async (world) => {
      await world.deliver(goldenRequest('order-conflict.move-1'));
      await world.deliver(goldenRequest('order-conflict.move-1', { parentConnectionId: OTHER_LAG }));
    },
  ],
  [
    'rejected-superseded',
    async (world) => {
      await world.deliver(goldenRequest('order-superseding.move-1', { requestedAt: '2026-11-23T11:59:00Z' }));
      await world.deliver(goldenRequest('order-superseded.move-1'));
    },
  ],
  [
    'rejected-expired',
    (world) => world.deliver(goldenRequest('order-expired.move-1', { notAfter: '2026-11-23T11:59:00Z' })),
  ],
  rejected('unexpected-parent', () => undefined, { expectedParentConnectionId: OTHER_LAG }),
  rejected('unexpected-vlan', () => undefined, { expectedVlan: 102 }),
  rejected('parent-not-found', (world) => world.parents.delete(LAG)),
  rejected('parent-cannot-host', (world) => world.parents.set(LAG, { state: 'down', allowsHostedConnections: true })),
  rejected('connection-state', (world) =>
    world.place(CONNECTION, INTERCONNECT, { ...RECORD, connectionState: 'deleting' }),
  ),
  rejected('vlan-conflict', (world) =>
    world.place('dxcon-fhb6n0s4', LAG, { ...RECORD, connectionId: 'dxcon-fhb6n0s4' }),
  ),
  ['held-outcome-unknown', (world) => hold(world, 'order-held.move-1')],
  ['planned', (world) => world.deliver(GOLDEN_REQUESTS['dry-run'] ?? {})],
  [
    'planned-vlan-conflict',
    async (world) => {
      world.place('dxcon-fhb6n0s4', LAG, { ...RECORD, connectionId: 'dxcon-fhb6n0s4' });
      await world.deliver(goldenRequest('order-planned-conflict.check-1', { dryRun: true }));
    },
  ],
];

/** An event of each outcome, disposition and reason code, as the core makes it, by file name. */
export async function goldenEvents(): Promise<Map<string, Record<string, unknown>>> {
  const events = new Map<string, Record<string, unknown>>();
  for (const [index, [name, story]] of STORIES.entries()) {
    const world = new GoldenWorld(index + 1);
    await story(world);
    events.set(name, world.lastEvent());
  }
  return events;
}

import { describe, expect, it } from 'vitest';
import { LEDGER_ABLATIONS } from '../../sim/ledger-ablations.ts';
import { MINUTE, NEW, OLD, OTHER, OWNER, request, START, UNCLEAR, World } from '../../support/world.ts';

// What a brown-out costs whom: with the circuit breakers as they are, and without one per target parent, or without the one for
// all, as the simulation takes them away. Each test prints both.

const PARTNERS_OWNER = '444455556666';
const WITHOUT = {
  'with the circuit breakers as they are': undefined,
  'with one circuit breaker for all': 'a circuit breaker per target parent',
  'with those of the parents only': 'the circuit breaker for all',
} as const;
type Way = keyof typeof WITHOUT;

interface Line {
  requestId: string;
  ownerAccount: string;
  to: string;
  senderId?: string;
}

/** Direct Connect answers the calls for some requests or parents with a 5xx. */
function worldOf(way: Way, parents: string[], isUnclear: (connectionId: string, parentId: string) => boolean): World {
  const world = new World();
  const guard = WITHOUT[way];
  const lacking = guard && LEDGER_ABLATIONS[guard]?.(world.ledger, world.ports.settings);
  if (lacking) Object.assign(world.ports, { ledger: lacking });
  for (const parent of parents) world.parents.set(parent, { state: 'available', allowsHostedConnections: true });
  for (const tenant of world.ports.tenants) {
    Object.assign(tenant, { ownerAccounts: [OWNER, PARTNERS_OWNER], parents: [OLD, ...parents] });
  }
  const { associate } = world.ports.directConnect;
  world.ports.directConnect.associate = async (...call) => {
    if (isUnclear(call[0], call[1])) world.script.push({ moves: false, answer: UNCLEAR });
    return associate(...call);
  };
  return world;
}

/** Sends one order for each line, at once, and lets `reconcile` come every minute. */
async function run(world: World, lines: Line[], minutes: number): Promise<void> {
  for (const [index, { requestId, ownerAccount, to, senderId }] of lines.entries()) {
    const connectionId = `dxcon-${requestId}`;
    world.place(connectionId, OLD, { vlan: 200 + index, ownerAccount });
    await world.deliver(
      request({ requestId, connectionId, parentConnectionId: to }),
      senderId ? { tenant: 'rival', senderId } : {},
    );
  }
  await world.pass(minutes * MINUTE);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function secondsToCall(world: World, requestId: string): number {
  const call = world.calls.find(({ connectionId }) => connectionId === `dxcon-${requestId}`);
  return call ? (call.atMs - START) / 1000 : Number.POSITIVE_INFINITY;
}

describe('three lines that answer 5xx', () => {
  const bad = (number: number) => ({ requestId: `bad${number}`, ownerAccount: OWNER, to: NEW });
  const good = { requestId: 'good', ownerAccount: PARTNERS_OWNER, senderId: 'AROARIVALSYSTEM:session' };
  const secondsOf = async (way: Way, to: string, count = 3) => {
    const world = worldOf(way, [NEW, OTHER], (connectionId) => connectionId.startsWith('dxcon-bad'));
    await run(world, [...Array.from({ length: count }, (_, number) => bad(number)), { ...good, to }], 60);
    return secondsToCall(world, 'good');
  };

  it('do not keep another tenant’s line, to another parent, from being called', async () => {
    // As the service was at ff8eb67. As trials are for others first, one circuit breaker for all would take half of it now.
    const before = 240;
    const oneForAll = await secondsOf('with one circuit breaker for all', OTHER);
    const after = await secondsOf('with the circuit breakers as they are', OTHER);
    print(`three lines that answer 5xx: another tenant's line, to another parent, is called after`);
    print(`  ${before} s before, ${oneForAll} s with one circuit breaker for all, ${after} s now`);
    expect(after).toBe(0);
    expect(oneForAll).toBe(120);
  });

  it('take one half-open trial from another tenant’s line to the same parent, however many they are', async () => {
    const three = await secondsOf('with the circuit breakers as they are', NEW);
    const twenty = await secondsOf('with the circuit breakers as they are', NEW, 20);
    print(`the same, to the same parent: 240 s before, ${three} s now; beside twenty such lines`);
    print(`  not within an hour before, ${twenty} s now`);
    expect([three, twenty]).toEqual([120, 120]);
  });
});

describe('a brown-out of all', () => {
  const PARENTS = Array.from({ length: 20 }, (_, index) => `dxlag-p${index}`);
  const LINES = Array.from({ length: 200 }, (_, index) => ({
    requestId: `n${index}`,
    ownerAccount: index % 2 === 0 ? OWNER : PARTNERS_OWNER,
    to: PARENTS[index % PARENTS.length] ?? '',
  }));
  const costOf = async (way: Way) => {
    const world = worldOf(way, PARENTS, () => true);
    const trials = new Set<string>();
    const { setCircuits } = world.ledger;
    world.ledger.setCircuits = async (read, circuits) => {
      const isWritten = await setCircuits(read, circuits);
      const named = Object.values(circuits).flatMap(({ trial }) => (isWritten && trial ? [trial] : []));
      for (const { key, sinceMs } of named) trials.add(`${key} ${sinceMs}`);
      return isWritten;
    };
    await run(world, LINES, 60);
    return { lines: world.calls.length, trials: trials.size };
  };

  it('costs two lines and one for each half-open trial, whatever the number of parents', async () => {
    const before = await costOf('with one circuit breaker for all');
    const after = await costOf('with the circuit breakers as they are');
    const parentsOnly = await costOf('with those of the parents only');
    print(
      `an hour in which nothing is answered, 200 lines to 20 parents: ${before.lines} lines with one circuit breaker, ` +
        `${after.lines} now, ${parentsOnly.lines} without the one for all; ${after.trials} trials now`,
    );
    expect(after.lines).toBeLessThanOrEqual(2 + after.trials);
    expect(after.lines).toBeLessThanOrEqual(before.lines + 1);
    expect(parentsOnly.lines).toBeGreaterThan(2 * after.lines);
  });
});

import { describe, expect, it } from 'vitest';
import { control } from '../../../src/migration/operators/control.ts';
import { MINUTE, NEW, OLD, request, SECOND, START, World } from '../../support/world.ts';

const WHO = { by: 'ada', why: 'because' };
const END = START + 10 * MINUTE;

/** Something that happens just after the intent was written. */
function afterIntent(world: World, happen: () => unknown): void {
  const { intend } = world.ledger;
  world.ledger.intend = async (...given) => {
    const written = await intend(...given);
    world.ledger.intend = intend;
    await happen();
    return written;
  };
}

const whats = (world: World) => world.request().history.map(({ what }) => what);

describe('between the intent and the call', () => {
  it.each([
    ['a pause', { action: 'pause', ...WHO }],
    ['a freeze', { action: 'freeze', name: 'f', untilMs: END, ...WHO }],
    ['a freeze of its source', { action: 'freeze', name: 'f', untilMs: END, parent: OLD, ...WHO }],
    ['a cordon of the target', { action: 'cordon', parent: NEW, ...WHO }],
    ['the closing of the target', { action: 'closeParent', parent: NEW, ...WHO }],
    ['the closing of the source', { action: 'closeParent', parent: OLD, ...WHO }],
  ] as const)('%s revokes the intent', async (_what, command) => {
    const world = new World();
    afterIntent(world, () => control(command, world.ports));
    await world.deliver(request());
    expect(world.calls).toEqual([]);
    expect(whats(world)).toContain('intentRevoked');
    expect(world.request()).toMatchObject({ attempts: 0 });
  });

  it('an open circuit breaker does', async () => {
    const world = new World();
    afterIntent(world, () => {
      world.ledger.circuits = { [NEW]: { openedAtMs: START, openUntilMs: END, streak: 1 } };
    });
    await world.deliver(request());
    expect(world.calls).toEqual([]);
  });

  it('a reading that took more than two seconds does; one that took two does not', async () => {
    for (const [took, calls] of [
      [2 * SECOND, 1],
      [2 * SECOND + 1, 0],
      [-1, 0],
    ] as const) {
      const world = new World();
      afterIntent(world, () => {
        const { readControl } = world.ledger;
        world.ledger.readControl = async () => {
          world.ledger.readControl = readControl;
          const read = await readControl();
          world.now += took;
          return read;
        };
        // Once is enough to see it.
        world.ledger.intend = async () => false;
      });
      await world.deliver(request());
      expect(world.calls, `a reading of ${took} ms`).toHaveLength(calls);
    }
  });

  it('a control item that cannot be read revokes the intent: no one knows whether calls are stopped', async () => {
    const world = new World();
    afterIntent(world, () => {
      const { readControl } = world.ledger;
      world.ledger.readControl = async () => {
        world.ledger.readControl = readControl;
        // Answered before the intent; had it been called for now, no one could have known.
        await control({ action: 'pause', ...WHO }, world.ports);
        throw new Error('the ledger does not answer');
      };
    });
    await world.deliver(request());
    expect(world.calls).toEqual([]);
    expect(world.request()).toMatchObject({ state: 'RECEIVED', attempts: 0 });
  });
});

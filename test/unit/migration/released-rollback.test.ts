import { describe, expect, it } from 'vitest';
import type { Guards } from '../../../src/migration/model/guards.ts';
import type { Release } from '../../../src/migration/ports/releases.ts';
import { DECISION, DrainWorld, RELEASED, STOPPED, WAY_BACK } from '../../support/drain-world.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, request, SECOND, START } from '../../support/world.ts';

const BACK = { requestId: `d1-r1.${CONNECTION}.1`, expectedParentConnectionId: NEW, parentConnectionId: OLD };

/** Moved by the drain, and found well. */
async function healthy(): Promise<DrainWorld> {
  const world = new DrainWorld(RELEASED);
  await world.send();
  await world.pass(12 * MINUTE);
  expect(world.verified.map(({ detail }) => JSON.parse(detail).data.verdict)).toEqual(['HEALTHY']);
  return world;
}

const GUARDS: [string, Guards][] = [
  ['a cordon of its source', { cordons: { [OLD]: DECISION } }],
  ['a closed source', { closedParents: { [OLD]: DECISION } }],
  ['a closed target', { closedParents: { [NEW]: DECISION } }],
  ['a freeze', { freezes: { f: { fromMs: 0, untilMs: START + 99 * MINUTE, ...DECISION } } }],
];

describe('a rollback of a line that was found healthy', () => {
  it.each(GUARDS)('is not held up by %s', async (_what, guards) => {
    const world = await healthy();
    world.ledger.guards = guards;
    world.release = WAY_BACK;
    await world.send(BACK);
    expect(world.calls.map(({ parentId }) => parentId)).toEqual([NEW, OLD]);
  });

  it.each(GUARDS)('but a release that is none is, by %s', async (_what, guards) => {
    const world = await healthy();
    world.ledger.guards = guards;
    await world.send(BACK);
    expect(world.calls).toHaveLength(1);
  });

  it('is held up by a freeze that holds up ways back too', async () => {
    const world = await healthy();
    world.ledger.guards = {
      freezes: { f: { fromMs: 0, untilMs: START + 99 * MINUTE, stopsWayBack: true, ...DECISION } },
    };
    world.release = WAY_BACK;
    await world.send(BACK);
    expect([world.calls.length, world.item(BACK.requestId).waitsFor?.cause]).toEqual([1, 'frozen']);
  });

  it('waits while it is stopped, also onto the source that is being emptied', async () => {
    const world = await healthy();
    world.ledger.guards = { cordons: { [OLD]: DECISION } };
    world.release = STOPPED;
    await world.send(BACK);
    expect(world.item(BACK.requestId)).toMatchObject({ state: 'RECEIVED', waitsFor: { cause: 'drainStopped' } });
    world.release = WAY_BACK;
    await world.pass(MINUTE);
    expect(world.calls.map(({ parentId }) => parentId)).toEqual([NEW, OLD]);
  });

  it('stopped after its intent, it is not taken for one that may not go there', async () => {
    const world = await healthy();
    world.ledger.guards = { cordons: { [OLD]: DECISION } };
    world.release = WAY_BACK;
    world.afterIntent(() => {
      world.release = STOPPED;
    });
    await world.send(BACK);
    expect(world.item(BACK.requestId)).toMatchObject({ state: 'RECEIVED', waitsFor: { cause: 'drainStopped' } });
    expect(world.calls).toHaveLength(1);
  });

  it('does not go beside another line of its owner that may be down', async () => {
    const world = await healthy();
    world.place('dxcon-line2', NEW, { vlan: 102 });
    await world.deliver(
      request({
        ...{ requestId: 'r2', connectionId: 'dxcon-line2', requestedAt: new Date(world.now).toISOString() },
        ...{ expectedParentConnectionId: NEW, parentConnectionId: OTHER },
      }),
    );
    world.ledger.groups.forEach((group) => {
      for (const entry of group.group.entries) entry.side = OTHER;
    });
    world.release = WAY_BACK;
    await world.send(BACK);
    expect(world.calls).toHaveLength(2);
    expect(world.item(BACK.requestId).waitsFor).toMatchObject({ cause: 'group', obstacle: 'dxcon-line2' });
  });

  it.each<[string, Release, calls: number]>([
    ['makes a request stand down that holds its line', WAY_BACK, 2],
    ['and one that is none does not', RELEASED, 1],
  ])('%s', async (_what, release, calls) => {
    const world = await healthy();
    world.ledger.guards = { freezes: { f: { fromMs: 0, untilMs: START + 99 * MINUTE, parent: OTHER, ...DECISION } } };
    const requestedAt = new Date(world.now).toISOString();
    await world.deliver(request({ requestedAt, expectedParentConnectionId: NEW, parentConnectionId: OTHER }));
    expect(world.ledger.connections.get(CONNECTION)?.active?.requestId).toBe('r1');
    world.now += SECOND;
    world.release = release;
    await world.send(BACK);
    expect(world.calls).toHaveLength(calls);
    expect(world.request()).toMatchObject({ state: 'RECEIVED', fence: calls - 1 });
  });
});

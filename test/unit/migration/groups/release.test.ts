import { describe, expect, it } from 'vitest';
import { type ReleasedDetail, releasedEventId } from '../../../../src/contract/operations/released.ts';
import { askToEnter, enter } from '../../../../src/migration/groups/enter.ts';
import type { Group } from '../../../../src/migration/groups/group.ts';
import { withoutAttempt, withoutLapsed, withoutSettled } from '../../../../src/migration/groups/leave.ts';
import { MOST_NOTICES, withReleaseNotice } from '../../../../src/migration/model/notices.ts';
import { control } from '../../../../src/migration/operators/control.ts';
import { CONNECTION, Crash, MINUTE, OTHER, OWNER, request, START, UNCLEAR, World } from '../../../support/world.ts';

const SECRET = { by: 'ada@partner', why: 'Alder Bank has another way' };
const SIBLING = { requestId: 'r2', connectionId: 'dxcon-line2', expectedParentConnectionId: OTHER };

function worldOfTwo(): World {
  const world = new World();
  world.place(SIBLING.connectionId, OTHER, { vlan: 102 });
  return world;
}

const release = (world: World, connectionId = CONNECTION) =>
  control({ action: 'release', ownerAccount: OWNER, connectionId, ...SECRET }, world.ports);

const groupOf = (world: World): Group => world.ledger.groups.get(OWNER)?.group ?? { entries: [] };

function told(world: World) {
  return world.released.map(({ detail }) => {
    const { metadata, data } = JSON.parse(detail) as ReleasedDetail;
    return { ...data, at: metadata.occurredAt, eventId: metadata.eventId };
  });
}

describe('a line that a person releases', () => {
  it('holds up the owner’s other lines no more, and is told of once, with no name and no reason', async () => {
    const world = worldOfTwo();
    await world.deliver(request());
    await world.deliver(request(SIBLING));
    world.now += MINUTE;
    expect(world.calls).toHaveLength(1);
    expect(await release(world)).toMatchObject({ changed: true });
    expect(groupOf(world).entries[0]?.released).toEqual({ ...SECRET, atMs: world.now });
    const at = new Date(world.now).toISOString();
    await world.reconcile();
    await world.dispatch();
    await world.reconcile();
    expect(world.calls).toHaveLength(2);
    const eventId = releasedEventId(CONNECTION, at);
    expect(told(world)).toEqual([{ ownerAccount: OWNER, connectionId: CONNECTION, at, eventId }]);
    for (const secret of Object.values(SECRET)) expect(JSON.stringify(world.released)).not.toContain(secret);
    expect(groupOf(world).notices).toBeUndefined();
    expect(world.logged).toContainEqual({ transition: 'released', fields: { connectionId: CONNECTION, ...SECRET } });
    expect(await release(world)).toMatchObject({ changed: false });
  });

  it('is none where it holds up no one', async () => {
    expect(await release(new World())).toMatchObject({ changed: false });
  });

  it('is declined while its call may be under way', async () => {
    const world = worldOfTwo();
    world.script.push({ moves: true, answer: 'crash' });
    await expect(world.deliver(request())).rejects.toThrow(Crash);
    expect(world.request().state).toBe('CALLING');
    const declined = { result: 'declined', why: 'orders#r1 may be calling for it now: try again in a minute' };
    expect(await release(world)).toEqual(declined);
    const [entry] = groupOf(world).entries;
    expect(entry?.released).toBeUndefined();
    // Before its intent a worker is not calling yet.
    Object.assign(world.request(), { state: 'RECEIVED' });
    expect(await release(world)).toEqual(declined);
  });

  it('may be one that is held', async () => {
    const world = worldOfTwo();
    world.script.push({ moves: false, answer: UNCLEAR });
    await world.deliver(request());
    await world.pass(20 * MINUTE);
    expect(world.request().state).toBe('HELD');
    expect(await release(world)).toMatchObject({ changed: true });
  });

  it('is told also if it leaves the group before, and when the bus rejects it first', async () => {
    const world = new World();
    await world.deliver(request());
    world.busRejections = 1;
    await release(world);
    const { group } = world.ledger.groups.get(OWNER) ?? {};
    const [event] = (group?.notices ?? []).map((notice) => notice.event);
    await world.ledger.setGroup(OWNER, groupOf(world), { ...groupOf(world), entries: [] }, world.now + MINUTE);
    await world.reconcile();
    expect(world.released).toEqual([]);
    expect(groupOf(world).notices).toHaveLength(1);
    world.ports.serviceVersion = '9.9.9';
    await world.reconcile();
    expect(world.released).toEqual([event]);
    expect(world.ledger.groups.size).toBe(0);
  });

  it('in between what others write is released all the same, and theirs is kept', async () => {
    const world = new World();
    await world.deliver(request());
    const { setGroup } = world.ledger;
    const other = {
      connectionId: 'dxcon-x',
      attemptId: 'x',
      request: 'orders#x',
      orderKey: '1',
      side: OTHER,
      atMs: START,
    };
    world.ledger.setGroup = async (owner, read, ...rest) => {
      world.ledger.setGroup = setGroup;
      await setGroup(owner, read, { ...read, entries: [...read.entries, other] }, world.now);
      return setGroup(owner, read, ...rest);
    };
    expect(await release(world)).toMatchObject({ changed: true });
    expect(groupOf(world).entries.map(({ released }) => released !== undefined)).toEqual([true, false]);
  });

  it('is declined while too many are untold', async () => {
    const world = new World();
    await world.deliver(request());
    const data = { ownerAccount: OWNER, connectionId: CONNECTION, serviceVersion: '1' };
    const notices = Array.from({ length: MOST_NOTICES }, (_, at) => withReleaseNotice([], at, data)).flat();
    await world.ledger.setGroup(OWNER, groupOf(world), { ...groupOf(world), notices }, world.now);
    expect(await release(world)).toEqual({
      result: 'declined',
      why: '30 releases are still to be told to others: try again in a minute',
    });
  });
});

it('whoever enters, asks, leaves or sweeps keeps what is still to be told', () => {
  const notices = withReleaseNotice([], START, { ownerAccount: OWNER, connectionId: CONNECTION, serviceVersion: '1' });
  const entry = { connectionId: 'dxcon-a', attemptId: 'a', request: 'o#a', orderKey: '1', side: OTHER, atMs: START };
  const wanted = { connectionId: 'dxcon-a', sinceMs: START, atMs: START };
  const rules = { lock: 'owner', isWayBack: false, now: START, pollIntervalMs: MINUTE } as const;
  const group: Group = { entries: [], wanted, notices };
  const entered = enter(group, entry, rules);
  if (entered.kind !== 'entered') throw new Error('it waits');
  expect(entered.group).toEqual({ entries: [entry], notices });
  expect(askToEnter(group, 'dxcon-a', START + 1, MINUTE)).toEqual({ ...group, wanted: { ...wanted, atMs: START + 1 } });
  expect(askToEnter(entered.group, 'dxcon-b', START, MINUTE)).toMatchObject({ wanted: {}, notices });
  expect(withoutLapsed(group, START + 60 * MINUTE, MINUTE)).toEqual({ entries: [], notices });
  expect(withoutAttempt(entered.group, 'a')).toEqual({ entries: [], notices });
  expect(withoutSettled(entered.group, entry)).toEqual({ entries: [], notices });
});

import { expect, it } from 'vitest';
import { noteTrouble } from '../../../src/migration/guards/close-parent.ts';
import { control } from '../../../src/migration/operators/control.ts';
import { MINUTE, NEW, OLD, OTHER, OWNER, request, START, UNCLEAR, World } from '../../support/world.ts';

const SECOND_OWNER = '444455556666';
const WHO = { by: 'ada', why: 'all are well' };

const trouble = (line: number, ownerAccount = OWNER, atMs = START) => ({
  ...{ connectionId: `dxcon-t${line}`, ownerAccount, atMs },
});

const closings = (world: World) => world.logged.filter(({ transition }) => transition === 'parentClosedByItself');

it('three lines of two owner accounts within 15 minutes close their target', async () => {
  const world = new World();
  await noteTrouble(NEW, trouble(1), world.ports);
  world.now += 15 * MINUTE - 1;
  await noteTrouble(NEW, trouble(2, OWNER, world.now), world.ports);
  expect(world.ledger.guards).toEqual({});
  await noteTrouble(NEW, trouble(3, SECOND_OWNER, world.now), world.ports);
  const why = 'lines of 2 owner accounts within 15 minutes: dxcon-t2, dxcon-t3, dxcon-t1';
  expect(world.ledger.guards.closedParents).toEqual({ [NEW]: { atMs: world.now, by: 'dx-migrator', why } });
  expect(closings(world).map(({ fields }) => fields)).toEqual([{ parent: NEW, why }]);
});

it.each([
  ['of one owner, however many', [trouble(1), trouble(2), trouble(3), trouble(4)]],
  ['of two owners, but two only', [trouble(1), trouble(2, SECOND_OWNER), trouble(1, OWNER, START + 1)]],
  [
    'of which one was longer ago',
    [trouble(1), trouble(2, OWNER, START + 15 * MINUTE), trouble(3, SECOND_OWNER, START + 15 * MINUTE)],
  ],
])('lines %s do not', async (_which, troubles) => {
  const world = new World();
  for (const one of troubles) {
    world.now = one.atMs;
    await noteTrouble(NEW, one, world.ports);
  }
  expect(world.ledger.guards).toEqual({});
});

it('lines for different parents do not count together', async () => {
  const world = new World();
  await noteTrouble(NEW, trouble(1), world.ports);
  await noteTrouble(NEW, trouble(2), world.ports);
  await noteTrouble(OTHER, trouble(3, SECOND_OWNER), world.ports);
  expect(world.ledger.guards).toEqual({});
});

it('once opened by a person, it is not closed by what was before', async () => {
  const world = new World();
  const troubles = [trouble(1), trouble(2), trouble(3, SECOND_OWNER)];
  for (const one of troubles) await noteTrouble(NEW, one, world.ports);
  world.now += 1;
  await control({ action: 'openParent', parent: NEW, ...WHO }, world.ports);
  for (const one of troubles) await noteTrouble(NEW, one, world.ports);
  expect(world.ledger.guards).toEqual({});
  world.now += 1;
  for (const one of troubles) await noteTrouble(NEW, { ...one, atMs: world.now }, world.ports);
  expect(closings(world)).toHaveLength(2);
});

it('a person who opens it just when it would be closed again is heeded', async () => {
  const world = new World();
  await noteTrouble(NEW, trouble(1), world.ports);
  await noteTrouble(NEW, trouble(2), world.ports);
  const { setGuards } = world.ledger;
  world.ledger.setGuards = async (...given) => {
    world.ledger.setGuards = setGuards;
    world.now += 1;
    await control({ action: 'closeParent', parent: NEW, ...WHO }, world.ports);
    await control({ action: 'openParent', parent: NEW, ...WHO }, world.ports);
    await control({ action: 'closeParent', parent: OTHER, ...WHO }, world.ports);
    return setGuards(...given);
  };
  await noteTrouble(NEW, trouble(3, SECOND_OWNER), world.ports);
  expect(Object.keys(world.ledger.guards.closedParents ?? {})).toEqual([OTHER]);
});

it('a process that dies after the line was noted leaves the rest to the next', async () => {
  const world = new World();
  await noteTrouble(NEW, trouble(1), world.ports);
  await noteTrouble(NEW, trouble(2), world.ports);
  const { setGuards } = world.ledger;
  world.ledger.setGuards = async () => {
    throw new Error('dies');
  };
  await expect(noteTrouble(NEW, trouble(3, SECOND_OWNER), world.ports)).rejects.toThrow('dies');
  world.ledger.setGuards = setGuards;
  await noteTrouble(NEW, trouble(3, SECOND_OWNER), world.ports);
  expect(world.ledger.guards.closedParents).toHaveProperty(NEW);
});

it('lines that are held count, and those that wait for the parent wait on', async () => {
  const world = new World();
  for (const tenant of world.ports.tenants) Object.assign(tenant, { ownerAccounts: [OWNER, SECOND_OWNER] });
  for (const number of [1, 2, 3]) {
    world.place(`dxcon-t${number}`, OLD, { vlan: 200 + number, ownerAccount: number === 3 ? SECOND_OWNER : OWNER });
    world.script.push({ moves: false, answer: UNCLEAR });
    world.ledger.circuits = {};
    await world.deliver(request({ requestId: `t${number}`, connectionId: `dxcon-t${number}` }));
  }
  world.ledger.circuits = {};
  await world.pass(20 * MINUTE);
  expect(['t1', 't2', 't3'].map((id) => world.request(id).state)).toEqual(['HELD', 'HELD', 'HELD']);
  expect(world.ledger.guards.closedParents).toHaveProperty(NEW);
  world.calls.length = 0;
  await world.deliver(request());
  await world.pass(60 * MINUTE);
  expect(world.calls).toEqual([]);
});

it('refusals close nothing, of however many lines', async () => {
  const world = new World();
  for (const tenant of world.ports.tenants) Object.assign(tenant, { ownerAccounts: [OWNER, SECOND_OWNER] });
  for (let number = 0; number < 10; number++) {
    const ownerAccount = number % 2 === 0 ? OWNER : SECOND_OWNER;
    world.place(`dxcon-t${number}`, OLD, { vlan: 200 + number, ownerAccount });
    const refused = { kind: 'refused', code: 'IP_CONFLICT', message: 'no', awsError: 'e' } as const;
    world.script.push({ moves: false, answer: refused });
    await world.deliver(request({ requestId: `t${number}`, connectionId: `dxcon-t${number}` }));
  }
  expect(world.eventsOf('t9')[0]?.data.outcome).toBe('FAILED');
  expect(world.ledger.guards).toEqual({});
});

it('lines that are found not to be well count too', async () => {
  const world = new World();
  for (const tenant of world.ports.tenants) Object.assign(tenant, { ownerAccounts: [OWNER, SECOND_OWNER] });
  for (const number of [1, 2, 3]) {
    world.place(`dxcon-t${number}`, OLD, { vlan: 200 + number, ownerAccount: number === 3 ? SECOND_OWNER : OWNER });
    await world.deliver(request({ requestId: `t${number}`, connectionId: `dxcon-t${number}` }));
    const { record } = world.truth.get(`dxcon-t${number}`) ?? {};
    Object.assign(record ?? {}, { connectionState: 'down' });
  }
  await world.pass(20 * MINUTE);
  const verdicts = ['t1', 't2', 't3'].map((id) => world.ledger.verifications.get(`orders#${id}`)?.verification.verdict);
  expect(verdicts).toEqual(['UNHEALTHY', 'UNHEALTHY', 'UNHEALTHY']);
  expect(world.ledger.guards.closedParents).toHaveProperty(NEW);
});

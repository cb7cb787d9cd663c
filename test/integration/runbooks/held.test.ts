import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stackRequest } from '../../support/stack.ts';
import { logged, PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

// docs/operations/alarms: a request that is held.

let walk: Walk;
beforeEach(async () => {
  walk = await startWalk();
});
afterEach(() => walk.close());

/** A day, in seconds: alarms fall quiet in it unless they ring again. */
const A_DAY = 86_400;
const REQUEST = { TENANT: 'orders', REQUEST_ID: 'r1', CONNECTION_ID: 'dxcon-line1', TO_PARENT_ID: 'dxlag-new1' };

describe.skipIf(TOOLS.missing)(`a request that is held (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('circuit-open and held: a lost answer opens the circuit, the line is held, a person decides', async () => {
    expect(await walk.rings('held')).toBe(false);
    expect(await walk.rings('circuit-open')).toBe(false);
    await walk.stack.directConnectAdmin.armFault({ kind: 'drop', effect: 'none' });
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));

    await walk.untilRings('circuit-open');
    expect(await walk.prints('circuit-open', 'Look')).toContain('r1  dxcon-line1  ');
    expect(JSON.parse(await walk.prints('circuit-open', 'Look', 1))).toMatchObject({ streak: 1 });

    await walk.untilRings('held');
    expect(await walk.prints('held', 'Look')).toContain('orders  r1  dxcon-line1  ');
    const [state, connection, target, ...history] = (await walk.prints('held', 'Look', 1, REQUEST)).trim().split('\n');
    expect([state, connection, target]).toEqual(['HELD', 'dxcon-line1', 'dxlag-new1']);
    expect(history.map((line) => line.split('  ')[1])).toEqual(['received', 'calling', 'unclear', 'held']);
    expect(await walk.prints('held', 'Look', 2, REQUEST)).toBe('');
    expect(await walk.prints('held', 'Over when')).toBe('HELD\tREQUEST#orders#r1\n');
    expect(await walk.prints('held', 'Act', 0, { ...REQUEST, VERDICT: 'moved' })).toContain('"refused"');
    expect(await walk.prints('held', 'Act', 0, { ...REQUEST, VERDICT: 'retry' })).toBe('{"result":"resolved"}');

    expect((await walk.stack.nextEvent('Billing')).data).toMatchObject({ outcome: 'MIGRATED', attempts: 2 });
    await logged(walk.stack, 'circuitClosed', 'r1');
    expect(await walk.prints('circuit-open', 'Over when')).toContain('r1');
    expect(await walk.prints('circuit-open', 'Look', 1)).toBe('closed\n');
    expect(await walk.prints('held', 'Over when')).toBe('nothing is held\n');
    expect(await walk.rings('circuit-open', A_DAY)).toBe(false);
    expect(await walk.rings('held', A_DAY)).toBe(false);
  });
});

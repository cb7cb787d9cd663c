import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stackRequest } from '../../support/stack.ts';
import { findsNothing, logged, PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

// docs/operations/alarms: a request that is held.

let walk: Walk;
beforeEach(async () => {
  walk = await startWalk();
});
afterEach(() => walk.close());

/** A day, in seconds: alarms return to OK within it unless they ring again. */
const A_DAY = 86_400;
const REQUEST = { TENANT: 'orders', REQUEST_ID: 'r1', CONNECTION_ID: 'dxcon-line1', TO_PARENT_ID: 'dxlag-new1' };

describe.skipIf(TOOLS.missing)(`a request that is held (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('circuit-open and held: a lost answer opens the circuit, the line is held, a person decides', async () => {
    expect(await walk.rings('held')).toBe(false);
    expect(await walk.rings('circuit-open')).toBe(false);
    await walk.stack.directConnectAdmin.armFault({ kind: 'drop', effect: 'none' });
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));

    await walk.untilRings('circuit-open');
    const answers = await walk.follow('circuit-open', 'Look');
    expect(answers.stdout).toContain('orders  r1  dxcon-line1  ');
    expect(answers.stderr).toBe('not found: no such line in the last 60 minutes\n');
    expect(await walk.prints('circuit-open', 'Look', 1)).toContain('  dxlag-new1  orders  r1');
    expect(JSON.parse(await walk.prints('circuit-open', 'Look', 2))).toMatchObject({ 'dxlag-new1': { streak: 1 } });
    expect(await walk.rings('circuit-open-for-all')).toBe(false);

    await walk.untilRings('held');
    const held = await walk.prints('held', 'Look');
    expect(held).toMatch(/^HELD\torders\tr1\tdxcon-line1\tdxcon-old1\tdxlag-new1\t\S+Z\n$/);
    const history = (await walk.prints('held', 'Look', 1, REQUEST)).trim().split('\n');
    expect(history.map((line) => line.split('  ')[1])).toEqual(['received', 'calling', 'unclear', 'held']);
    await findsNothing(walk.follow('held', 'Look', 2, REQUEST), 'dxcon-line1');
    expect(await walk.prints('held', 'Over when')).toBe(held);
    const declined = await walk.follow('held', 'Act', 0, { ...REQUEST, VERDICT: 'moved' });
    expect(declined).toMatchObject({ status: 1, stdout: expect.stringContaining('"declined"'), stderr: '' });
    const misspelt = await walk.follow('held', 'Act', 0, { ...REQUEST, VERDICT: 'move' });
    expect(misspelt.status).toBe(1);
    expect(JSON.parse(misspelt.stdout).why).toBe('verdict must be moved, notMoved or retry');
    expect(JSON.parse(await walk.prints('held', 'Act', 0, { ...REQUEST, VERDICT: 'retry' }))).toEqual({
      result: 'resolved',
    });

    expect((await walk.stack.nextEvent('Billing')).data).toMatchObject({ outcome: 'MIGRATED', attempts: 2 });
    await logged(walk.stack, 'circuitClosed', 'r1');
    expect(await walk.prints('circuit-open', 'Over when')).toContain('dxlag-new1  orders  r1');
    expect(await walk.prints('circuit-open', 'Look', 2)).toBe('closed\n');
    await findsNothing(walk.follow('held', 'Over when'), 'no request is HELD');
    await findsNothing(walk.follow('held', 'Look'), 'no request is HELD CALLING');
    expect(await walk.rings('circuit-open', A_DAY)).toBe(false);
    expect(await walk.rings('held', A_DAY)).toBe(false);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stackRequest } from '../../support/stack.ts';
import { findsNothing, logged, PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

// docs/operations/alarms: outcomes that are not told.

let walk: Walk;
beforeEach(async () => {
  walk = await startWalk();
});
afterEach(() => walk.close());

/** A day, in seconds: alarms fall quiet in it unless they ring again. */
const A_DAY = 86_400;

describe.skipIf(TOOLS.missing)(`outcomes that are not told (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('untold and faults: the bus refuses outcomes, and takes them in the end', async () => {
    const untold = { Threshold: 1, Period: 10, EvaluationPeriods: 1 };
    const faults = { Period: 2 };
    expect(await walk.rings('untold', 0, untold)).toBe(false);
    expect(await walk.rings('faults', 0, faults)).toBe(false);
    walk.stack.eventBridge.failNext(1000, 'refuse');
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));

    await walk.untilRings('untold', untold);
    await walk.untilRings('faults', faults);
    expect(await walk.prints('untold', 'Look')).toMatch(/orders {2}r1 (.*\n)*.*r1 {2}InternalException/);
    expect(await walk.prints('faults', 'Look')).toContain('orders  r1  InternalException');
    expect(await walk.prints('faults', 'Over when')).toContain('MIGRATED\torders\tr1\t');
    walk.stack.eventBridge.clearFaults();

    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    await logged(walk.stack, 'told', 'r1');
    expect(await walk.prints('untold', 'Over when')).toContain('orders  r1  ');
    await findsNothing(walk.follow('faults', 'Over when'), 'no request is unfinished');
    expect(await walk.rings('untold', A_DAY)).toBe(false);
  });
});

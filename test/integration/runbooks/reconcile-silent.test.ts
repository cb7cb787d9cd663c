import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { stackRequest } from '../../support/stack.ts';
import { logged, PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

// docs/operations/alarms: a reconcile that nothing starts.

let walk: Walk;
beforeEach(async () => {
  walk = await startWalk('withoutReconcile');
});
afterEach(() => walk.close());

describe.skipIf(TOOLS.missing)(`reconcile (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('reconcile-silent: a run by hand does what the schedule should', async () => {
    await walk.untilRings('reconcile-silent');
    const opens = Date.now() + 6000;
    await walk.stack.send(stackRequest('r1', 'dxcon-line1', { notBefore: new Date(opens).toISOString() }));
    await logged(walk.stack, 'waiting', 'r1');
    const { stdout, stderr } = await walk.follow('reconcile-silent', 'Look');
    expect(stdout).toBe('');
    expect(stderr).toContain('not found: no such line in the last 60 minutes');
    await eventually(() => expect(Date.now()).toBeGreaterThan(opens));

    expect(JSON.parse(await walk.prints('reconcile-silent', 'Act'))).toMatchObject({ finished: 1 });

    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    expect(JSON.parse((await walk.follow('reconcile-silent', 'Look')).stdout)).toMatchObject({ ReconcileLeft: 0 });
    expect(await walk.rings('reconcile-silent')).toBe(false);
  });
});

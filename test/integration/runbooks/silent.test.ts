import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { stackRequest } from '../../support/stack.ts';
import { findsNothing, logged, PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

// docs/operations/alarms: functions whose schedules do not start them while the test lasts.

let walk: Walk;
beforeEach(async () => {
  walk = await startWalk('withoutReconcile');
});
afterEach(() => walk.close());

describe.skipIf(TOOLS.missing)(`a function is silent (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('reconcile: a run by hand does what the schedule should', async () => {
    await walk.untilRings('reconcile-silent');
    await walk.stack.send(stackRequest('r1', 'dxcon-nowhere'));
    await logged(walk.stack, 'waiting', 'r1');
    await findsNothing(
      walk.follow('silent', 'Look', 0, { FUNCTION: 'reconcile' }),
      'no such line in the last 60 minutes',
    );

    // Not before the second observation is due.
    await eventually(async () => expect(await run('reconcile')).toMatchObject({ finished: 1 }));

    expect((await walk.stack.nextEvent('Notification')).data.reason).toMatchObject({ code: 'NOT_PERMITTED' });
    expect(await lastRun('reconcile')).toMatchObject({ ReconcileLeft: 0 });
    expect(await walk.rings('reconcile-silent')).toBe(false);
  });

  it('dispatch: the same, for a request whose window has begun', async () => {
    await walk.untilRings('dispatch-silent');
    const opens = Date.now() + 6000;
    await walk.stack.send(stackRequest('d1', 'dxcon-line1', { notBefore: new Date(opens).toISOString() }));
    await logged(walk.stack, 'waiting', 'd1');
    await findsNothing(
      walk.follow('silent', 'Look', 0, { FUNCTION: 'dispatch' }),
      'no such line in the last 60 minutes',
    );
    await eventually(() => expect(Date.now()).toBeGreaterThan(opens));
    // What is to be called for is no one's but its own.
    expect(await run('reconcile')).toMatchObject({ taken: 0 });

    expect(await run('dispatch')).toMatchObject({ finished: 1 });

    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    expect(await lastRun('dispatch')).toMatchObject({ DispatchLeft: 0, CallRate: expect.any(Number) });
    expect(await walk.rings('dispatch-silent')).toBe(false);
  });
});

async function run(FUNCTION: string): Promise<unknown> {
  return JSON.parse(await walk.prints('silent', 'Act', 0, { FUNCTION }));
}

async function lastRun(FUNCTION: string): Promise<unknown> {
  return JSON.parse((await walk.follow('silent', 'Look', 0, { FUNCTION })).stdout);
}

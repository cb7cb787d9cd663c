import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Alarm } from '../../support/alarm-state.ts';
import { stackRequest } from '../../support/stack.ts';
import { awsCli } from '../docs/tools.ts';
import { startWalk, type Walk } from './walk.ts';

// docs/operations/alarms: the pages of requests, walked through from the first ring to the last.

const PATIENCE = { timeout: 25_000, interval: 200 };
const REQUEST = { TENANT: 'orders', REQUEST_ID: 'r1', CONNECTION_ID: 'dxcon-line1', TO_PARENT_ID: 'dxlag-new1' };
let walk: Walk;
afterEach(() => walk.close());

const rung = (alarm: string, instead?: Partial<Alarm>) =>
  vi.waitFor(async () => expect(await walk.rings(alarm, 0, instead)).toBe(true), PATIENCE);
/** A day later, unless it rings again. */
const falls = async (alarm: string) => expect(await walk.rings(alarm, 86_400)).toBe(false);
const follow: Walk['prints'] = (...step) => walk.prints(...step);

/** The same until it prints what is awaited. */
const followed = (expected: string | RegExp, page: string, heading: string, index = 0) =>
  vi.waitFor(async () => expect(await follow(page, heading, index)).toMatch(expected), PATIENCE);

const cli = awsCli();
const walks = describe.skipIf(cli.missing !== undefined);
// Each command of the AWS CLI takes a second or more to start.
const TIMEOUT = { timeout: 180_000 };

walks(`runbooks of requests (${cli.missing ?? cli.found})`, TIMEOUT, () => {
  beforeEach(async () => {
    walk = await startWalk();
  });

  it('circuit-open and held: a lost answer opens the circuit, the line is held, a person decides', async () => {
    expect(await walk.rings('held')).toBe(false);
    expect(await walk.rings('circuit-open')).toBe(false);
    await walk.stack.directConnectAdmin.armFault({ kind: 'drop', effect: 'none' });
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));

    await rung('circuit-open');
    expect(await follow('circuit-open', 'Look')).toContain('r1  dxcon-line1  ');
    expect(JSON.parse(await follow('circuit-open', 'Look', 1))).toMatchObject({ streak: 1 });

    await rung('held');
    expect(await follow('held', 'Look')).toContain('orders  r1  dxcon-line1  ');
    const [state, connection, target, ...history] = (await follow('held', 'Look', 1, REQUEST)).trim().split('\n');
    expect([state, connection, target]).toEqual(['HELD', 'dxcon-line1', 'dxlag-new1']);
    expect(history.map((line) => line.split('  ')[1])).toEqual(['received', 'calling', 'unclear', 'held']);
    expect(await follow('held', 'Look', 2, REQUEST)).toBe('');
    expect(await follow('held', 'Over when')).toBe('HELD\tREQUEST#orders#r1\n');
    expect(await follow('held', 'Act', 0, { ...REQUEST, VERDICT: 'moved' })).toContain('"refused"');
    expect(await follow('held', 'Act', 0, { ...REQUEST, VERDICT: 'retry' })).toBe('{"result":"resolved"}');

    expect((await walk.stack.nextEvent('Billing')).data).toMatchObject({ outcome: 'MIGRATED', attempts: 2 });
    await followed('r1', 'circuit-open', 'Over when');
    expect(await follow('circuit-open', 'Look', 1)).toBe('closed\n');
    expect(await follow('held', 'Over when')).toBe('nothing is held\n');
    await falls('circuit-open');
    await falls('held');
  });

  it('access-denied: the requests wait, and go on once it is allowed', async () => {
    expect(await walk.rings('access-denied')).toBe(false);
    await walk.stack.directConnectAdmin.armFault({ kind: 'accessDenied' });
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));

    await rung('access-denied');
    expect(await follow('access-denied', 'Look')).toContain('r1  dxcon-line1  1  AccessDeniedException');
    expect(JSON.parse(await follow('access-denied', 'Look', 1, REQUEST))).toEqual({
      expectedParentConnectionId: 'dxcon-old1',
      parentConnectionId: 'dxlag-new1',
    });

    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    await followed(/^$/, 'access-denied', 'Over when');
    await falls('access-denied');
  });

  it('untold and faults: the bus refuses outcomes, and takes them in the end', async () => {
    const untold = { Threshold: 1, Period: 10, EvaluationPeriods: 1 };
    const faults = { Period: 2 };
    expect(await walk.rings('untold', 0, untold)).toBe(false);
    expect(await walk.rings('faults', 0, faults)).toBe(false);
    walk.stack.eventBridge.failNext(1000, 'refuse');
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));

    await rung('untold', untold);
    await rung('faults', faults);
    expect(await follow('untold', 'Look')).toMatch(/orders {2}r1 (.*\n)*.*r1 {2}InternalException/);
    expect(await follow('faults', 'Look')).toContain('orders  r1  InternalException');
    expect(await follow('faults', 'Over when')).toBe('MIGRATED\tREQUEST#orders#r1\n');
    walk.stack.eventBridge.clearFaults();

    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    await followed('orders  r1  ', 'untold', 'Over when');
    expect(await follow('faults', 'Over when')).toBe('');
    await falls('untold');
  });

  it('calling: nobody can look where the line is', async () => {
    const local = { Threshold: 1, Period: 5 };
    expect(await walk.rings('calling', 0, local)).toBe(false);
    const { directConnectAdmin } = walk.stack;
    await directConnectAdmin.armFault({ kind: 'drop', effect: 'none' });
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));
    await vi.waitFor(() => expect(walk.stack.logs.join('\n')).toContain('"unclear"'), PATIENCE);
    await directConnectAdmin.armFault({
      kind: 'accessDenied',
      operation: 'DescribeHostedConnections',
      times: 1000,
    });

    await rung('calling', local);
    expect(await follow('calling', 'Look')).toMatch(/orders {2}r1 {2}dxcon-line1 {2}\d(.*\n)*.*r1 {2}look/);
    expect((await walk.follow('calling', 'Look', 1, REQUEST)).stderr).toContain('AccessDeniedException');
    expect(await follow('calling', 'Over when')).toBe('CALLING\tREQUEST#orders#r1\n');
    await directConnectAdmin.clearFaults();

    expect((await walk.stack.nextEvent('Notification')).data.outcome).toBe('HELD');
    expect(await follow('calling', 'Look', 1, { TO_PARENT_ID: 'dxcon-old1' })).toContain('dxcon-line1\tavailable');
    expect(await follow('calling', 'Over when')).toBe('no request is CALLING\n');
    await falls('calling');
  });

  it('paused: somebody has forgotten to resume', async () => {
    const local = { Period: 5, EvaluationPeriods: 1, DatapointsToAlarm: 1 };
    expect(await walk.rings('paused', 0, local)).toBe(false);
    await walk.stack.functions.get('control')?.invoke('{"action":"pause","by":"bob","why":"upgrade"}');
    await walk.stack.send(stackRequest('r1', 'dxcon-line1'));

    await rung('paused', local);
    expect(await follow('paused', 'Look')).toContain('bob  upgrade');
    await followed(/1 RECEIVED/, 'paused', 'Look', 1);
    expect(JSON.parse(await follow('paused', 'Act'))).toMatchObject({ paused: false, changed: true });

    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    await falls('paused');
  });
});

walks(`the runbook of reconcile (${cli.missing ?? cli.found})`, TIMEOUT, () => {
  beforeEach(async () => {
    walk = await startWalk('withoutReconcile');
  });

  it('reconcile-silent: a run by hand does what the schedule should', async () => {
    await rung('reconcile-silent');
    await walk.stack.send(stackRequest('r1', 'dxcon-line1', { notBefore: new Date(Date.now() + 6000).toISOString() }));
    await vi.waitFor(() => expect(walk.stack.logs.join('\n')).toContain('"cause":"window"'), PATIENCE);
    expect(await follow('reconcile-silent', 'Look')).toBe('');

    await followed('"settled":1', 'reconcile-silent', 'Act');

    expect((await walk.stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
    expect(JSON.parse(await follow('reconcile-silent', 'Look'))).toMatchObject({ ReconcileLeft: 0 });
    expect(await walk.rings('reconcile-silent')).toBe(false);
  });
});

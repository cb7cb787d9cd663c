import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EventBridgeServer, startEventBridge } from '../../../local/eventbridge/start-event-bridge.ts';
import { eventually } from '../../support/eventually.ts';
import { ManualClock } from '../../unit/eventbridge/manual-clock.ts';
import { ACCOUNT, FakeTargets, functionArn, REGION } from './harness.ts';

describe('schedules', () => {
  const reconcile = functionArn('reconcile');
  let clock: ManualClock;
  let targets: FakeTargets;
  let server: EventBridgeServer;

  beforeEach(async () => {
    clock = new ManualClock();
    targets = new FakeTargets();
    server = await startEventBridge({ region: REGION, account: ACCOUNT, targets, clock, minuteMs: 1000 });
  });

  afterEach(async () => {
    await server.close();
  });

  const putSchedule = (rest: object = {}) =>
    server.putRule({
      Name: 'reconcile',
      ScheduleExpression: 'rate(2 minutes)',
      Targets: [{ Id: 'reconcile', Arn: reconcile }],
      ...rest,
    });

  // The envelope of a scheduled event: "Creating a rule that runs on a schedule", EventBridge User Guide.
  it('sends the scheduled event to the target each period, with minutes as long as configured', async () => {
    const arn = putSchedule();
    expect(clock.waits).toEqual([2000]);

    clock.advance(2000);
    await eventually(() => expect(clock.waits).toEqual([2000]));
    clock.advance(2000);

    await eventually(() => expect(server.counters()).toMatchObject({ accepted: 0, matched: 2, delivered: 2 }));
    const [first, second] = targets.payloads.map(({ payload }) => JSON.parse(payload));
    expect(first).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: ACCOUNT,
      time: '2026-01-02T03:04:07Z',
      region: REGION,
      resources: [arn],
      detail: {},
    });
    expect(second.id).not.toBe(first.id);
  });

  it('runs at once on demand, with the input of the target', async () => {
    putSchedule({ Targets: [{ Id: 'reconcile', Arn: reconcile, Input: '{"limit":5}' }] });

    server.tick('reconcile');

    await eventually(() => expect(targets.payloads).toEqual([{ arn: reconcile, payload: '{"limit":5}' }]));
  });

  it('lets runs overlap', async () => {
    vi.spyOn(targets, 'lambda').mockReturnValueOnce(new Promise((resolve) => setImmediate(resolve)));
    putSchedule();

    server.tick('reconcile');
    server.tick('reconcile');

    expect(server.counters()).toMatchObject({ matched: 2 });
    await eventually(() => expect(server.counters()).toMatchObject({ delivered: 2 }));
  });

  it('does not run a disabled rule', () => {
    putSchedule({ State: 'DISABLED' });

    expect(clock.waits).toEqual([]);
    expect(() => server.tick('reconcile')).toThrow('no enabled rule');
    expect(() => server.tick('nothing')).toThrow('no enabled rule');
  });

  it('ends the schedule of a rule that is replaced, and every schedule when it closes', async () => {
    putSchedule();
    putSchedule({ ScheduleExpression: 'rate(5 minutes)' });
    expect(clock.waits).toEqual([5000]);

    await server.close();

    expect(clock.waits).toEqual([]);
  });

  it('rejects an invalid minute', async () => {
    const started = startEventBridge({ region: REGION, account: ACCOUNT, targets, minuteMs: 0 });

    await expect(started).rejects.toThrow(RangeError);
  });
});

import { fileURLToPath } from 'node:url';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { readDirectConnect } from '../../../src/aws/inventory/read-direct-connect.ts';
import { toInventory } from '../../../src/aws/inventory/to-inventory.ts';
import { makePlan } from '../../../src/drain/plan/make-plan.ts';
import { packPlan } from '../../../src/drain/plan/parse-plan.ts';
import type { Plan } from '../../../src/drain/plan/plan.ts';
import type { DrainAnswer, DrainCommand } from '../../../src/drain/run/command.ts';
import { DRAINS_TENANT } from '../../../src/migration/model/drains-tenant.ts';
import { eventually } from '../../support/eventually.ts';
import { startTestStackFrom, type TestStack } from '../../support/stack.ts';

const TOPOLOGY = fileURLToPath(new URL('../../support/drain-topology.yaml', import.meta.url));
const WHO = { by: 'ada', why: 'the port is cut' };
const DRAIN = { drainId: 'old1', ...WHO };
/** As the settings of the stage local are. */
const TIMING = { staleSeconds: 3, clockSkewSeconds: 0, tickSeconds: 1, soakSeconds: 6, gateSeconds: 1 };

let stack: TestStack;
beforeEach(async () => {
  stack = await startTestStackFrom(inject('packages').usual, 0, TOPOLOGY);
});
afterEach(() => stack.close());

async function plan(): Promise<Plan> {
  const { region, directConnect } = stack;
  const credentials = { accessKeyId: 'LOCALPLANNER', secretAccessKey: 'local' };
  const client = new DirectConnectClient({ region, credentials, endpoint: directConnect.url });
  const reading = await readDirectConnect({ client, clock: Date.now, say: () => {} });
  client.destroy();
  const planned = makePlan(toInventory(reading, { paused: false, circuits: {} }, []), {
    ...{ drainId: DRAIN.drainId, source: 'dxcon-old1', targets: ['dxlag-new1'], noticeSeconds: 3600, timing: TIMING },
    window: { fromMs: Date.now() - 1000, toMs: Date.now() + 1_800_000 },
  });
  return planned.ok ? planned.plan : expect.fail(JSON.stringify(planned.problems));
}

async function ask(part: 'drain' | 'approve', command: object): Promise<DrainAnswer> {
  const answer = await stack.functions.get(part)?.invoke(JSON.stringify(command));
  expect(answer).not.toHaveProperty('functionError');
  return JSON.parse(answer?.payload ?? 'null');
}

const drain = (command: DrainCommand) => ask('drain', command);

async function until(isSo: (answer: DrainAnswer) => boolean): Promise<DrainAnswer> {
  return eventually(async () => {
    const answer = await drain({ action: 'status', drainId: DRAIN.drainId });
    return isSo(answer) ? answer : expect.fail(JSON.stringify(answer));
  });
}

/** Customers are not told in time, by the word of who starts it. */
async function startDrain(): Promise<Plan> {
  const made = await plan();
  const { digest } = made;
  const submitted = await drain({ action: 'submit', plan: Buffer.from(packPlan(made)).toString('base64'), ...WHO });
  expect(submitted).toMatchObject({ result: 'done', drainId: DRAIN.drainId, state: 'DRAFT', rev: 1, digest });
  expect(await ask('approve', { action: 'approve', ...DRAIN, rev: 1, digest, by: 'bob' })).toMatchObject({
    ...{ result: 'done', state: 'APPROVED' },
  });
  expect(await drain({ action: 'announce', ...DRAIN, digest })).toMatchObject({ result: 'done' });
  const early = { action: 'start', ...DRAIN, digest } as const;
  expect(await drain(early)).toMatchObject({ result: 'declined' });
  await eventually(async () => {
    expect(await drain({ ...early, waive: ['notice'] })).toMatchObject({ result: 'done', state: 'RUNNING' });
  });
  return made;
}

it('empties a port: by an approved plan, wave by wave, each line found well', async () => {
  const { lines, waves } = await startDrain();
  await until((answer) => answer.lines.healthy === waves[0]?.lines.length);
  expect(await drain({ action: 'promote', ...DRAIN, rev: 1, wave: 1 })).toMatchObject({ result: 'done' });
  const answer = await until(({ state }) => state === 'COMPLETED');
  expect(answer).toMatchObject({ lines: { healthy: lines.length }, stops: [] });

  const { moves } = await stack.directConnectAdmin.journal();
  expect(moves.map(({ connectionId }) => connectionId).toSorted()).toEqual(
    lines.map(({ connectionId }) => connectionId).toSorted(),
  );
  expect((await stack.nextEvent('Billing')).data).toMatchObject({ outcome: 'MIGRATED', tenant: DRAINS_TENANT });
  expect(stack.logs.filter((line) => /"message":"(faulted|invocationFailed)"/.test(line))).toEqual([]);
  expect(stack.logs.filter((line) => line.includes('"message":"drainWaived"'))).toHaveLength(1);
});

it('stops in a second, and calls for nothing more until it is resumed', async () => {
  await startDrain();
  const began = Date.now();
  const stopped = await drain({ action: 'stop', ...DRAIN });
  const answeredAtMs = Date.now();
  expect(stopped).toMatchObject({ result: 'done', state: 'STOPPED', stops: [{ kind: 'person', by: 'ada' }] });
  process.stdout.write(`the stop was answered in ${answeredAtMs - began} ms\n`);
  const noCallAfterMs = Date.parse(stopped.noCallAfter ?? '');
  expect(noCallAfterMs - answeredAtMs).toBeLessThanOrEqual(2_000);

  // Ticks and the schedule go on, and so do looks at what was moved.
  await eventually(() => expect(Date.now()).toBeGreaterThan(noCallAfterMs + 5_000));
  const { calls } = await stack.directConnectAdmin.journal();
  const made = calls.filter(({ operation }) => operation === 'AssociateHostedConnection').map(({ time }) => time);
  expect(made.filter((at) => at > noCallAfterMs)).toEqual([]);

  const stops = stopped.stops.map(({ id }) => id);
  expect(await drain({ action: 'resume', ...DRAIN, stops })).toMatchObject({ result: 'done', state: 'RUNNING' });
  await until(({ lines }) => (lines.healthy ?? 0) > 0);
});

it('no one else sends in the name of a drain', async () => {
  await stack.sqsCall('SendMessage', {
    QueueUrl: stack.outputs.DrainQueueUrl,
    ...{ MessageGroupId: 'dxcon-line1', MessageDeduplicationId: crypto.randomUUID() },
    MessageBody: JSON.stringify({
      ...{ schemaVersion: '1', requestId: 'old1.dxcon-line1.1', connectionId: 'dxcon-line1' },
      ...{ expectedParentConnectionId: 'dxcon-old1', parentConnectionId: 'dxlag-new1' },
      requestedAt: new Date().toISOString(),
    }),
  });
  expect((await stack.nextEvent('Notification')).data).toMatchObject({
    ...{ outcome: 'REJECTED', tenant: null, reason: { code: 'UNKNOWN_SENDER' } },
  });
});

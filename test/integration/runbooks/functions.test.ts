import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { stackRequest } from '../../support/stack.ts';
import { atShell, findsNothing, PATIENT, step, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

/** More requests than a test sends: a fault stays until it is cleared. */
const UNTIL_CLEARED = 100_000;
const LOOK = { operation: 'DescribeHostedConnections', times: UNTIL_CLEARED } as const;

let walk: Walk;
beforeAll(async () => {
  walk = await startWalk();
  await hangOn(stackRequest('order-1', 'dxcon-line1'));
});
afterAll(() => walk.close());
// A walk that fails leaves no fault to the next one.
afterEach(() => walk.stack.dynamoDb.faults.clear());

/** Its process is killed after 15 s, while the first walks go on; its message comes again soon after. */
async function hangOn(request: object): Promise<void> {
  const { sqsCall, outputs, directConnectAdmin, send } = walk.stack;
  const Attributes = { VisibilityTimeout: '20' };
  await sqsCall('SetQueueAttributes', { QueueUrl: outputs.OrdersRequestsQueueUrl, Attributes });
  await directConnectAdmin.armFault({ kind: 'hang', ...LOOK });
  await send(request);
}

/** Over the API, once: a client of AWS would ask again when it is throttled. */
async function invoke(part: string, order: object = {}) {
  const { AWS_ENDPOINT_URL_LAMBDA } = walk.stack.endpointVariables;
  const path = `2015-03-31/functions/dx-migrator-local-${part}/invocations`;
  const response = await fetch(`${AWS_ENDPOINT_URL_LAMBDA}/${path}`, { method: 'POST', body: JSON.stringify(order) });
  await response.text();
  return { status: response.status, functionError: response.headers.get('x-amz-function-error') };
}

const SUCCEEDED = { status: 200, functionError: null };
const FAILED = { status: 200, functionError: 'Unhandled' };

const logged = (...texts: string[]) =>
  eventually(() => {
    expect(walk.stack.logs.some((line) => texts.every((text) => line.includes(text)))).toBe(true);
  });

describe.skipIf(TOOLS.missing)(`functions in trouble (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('function-errors: reconcile without its ledger reports it, and completes its runs when it is back', async () => {
    walk.stack.dynamoDb.faults.failNext(UNTIL_CLEARED, 'refuse');
    await eventually(async () => expect(await invoke('reconcile')).toEqual(FAILED));

    const thrown = await walk.prints('function-errors', 'Look', 0, { FUNCTION: 'reconcile' });
    expect(thrown).toMatch(/^\S+Z {2}InternalServerError {2}[\w-]{36}$/m);

    walk.stack.dynamoDb.faults.clear();
    const fixed = new Date().toISOString();
    await eventually(async () => expect(await invoke('reconcile')).toEqual(SUCCEEDED));
    const runs = (await walk.prints('function-errors', 'Over when')).trim().split('\n');
    expect(runs.some((run) => run > fixed && /Z {2}\d+ {2}\d+ {2}\d+$/.test(run))).toBe(true);
    await eventually(async () =>
      expect(await walk.prints('function-errors', 'Over when', 1)).toMatch(/Z {2}\d+ {2}\d+ {2}\d+$/m),
    );
  });

  it('function-throttles: a run that overlaps the previous one is throttled, and the runs are read', async () => {
    const started = await Promise.all(Array.from({ length: 5 }, () => invoke('reconcile')));
    expect(started.map(({ status }) => status)).toContain(429);

    const runs = await walk.prints('function-throttles', 'Look');
    expect(runs).toMatch(/^(\S+Z {2}\d+ {2}\d+\n)+$/);
    await eventually(async () => expect(await invoke('reconcile')).toEqual(SUCCEEDED));
  });

  it('function-duration: a Direct Connect that hangs shows, and its observations are retried', async () => {
    const { stack } = walk;
    await logged('"message":"waiting"', '"order-1"', '"observationUnfinished"');
    expect(await walk.prints('function-duration', 'Look')).toMatch(/^ *\d+ observationUnfinished$/m);

    await stack.directConnectAdmin.clearFaults();
    await stack.directConnectAdmin.armFault({ kind: 'unavailable', ...LOOK });
    await logged('"message":"waiting"', '"order-1"', '"observationUnavailable"');
    expect(await walk.prints('function-duration', 'Look')).toMatch(/^ *\d+ observationUnavailable$/m);

    await stack.directConnectAdmin.clearFaults();
    await logged('"message":"migrated"', '"order-1"');
  });

  it('function-errors: a failed command is read, and whether it was carried out; an invalid one is not an error', async () => {
    expect(await invoke('control', { action: 'stop' })).toEqual(SUCCEEDED);
    await findsNothing(walk.follow('function-errors', 'Look', 0, { FUNCTION: 'control' }), 'no such line');
    walk.stack.dynamoDb.faults.failNext(UNTIL_CLEARED, 'refuse');
    const failed = await atShell(walk.stack, step('upgrade', '1. Pause'), {});
    walk.stack.dynamoDb.faults.clear();
    expect(failed).toMatchObject({ status: 2, stdout: '' });
    expect(failed.stderr).toMatch(
      /^The function failed, and whether it did anything is not known\. InternalServerError: .*\n$/,
    );

    const thrown = await walk.prints('function-errors', 'Look', 0, { FUNCTION: 'control' });
    expect(thrown).toMatch(/^\S+Z {2}InternalServerError {2}[\w-]{36}\n$/);

    expect(await invoke('control', { action: 'pause', by: 'ada', why: 'an order' })).toEqual(SUCCEEDED);
    const control = JSON.parse(await walk.prints('function-errors', 'Act'));
    expect(control).toEqual({ paused: true, lastChange: { atMs: expect.any(Number), by: 'ada', why: 'an order' } });
    expect(await invoke('control', { action: 'resume', by: 'ada', why: 'enough' })).toEqual(SUCCEEDED);
  });
});

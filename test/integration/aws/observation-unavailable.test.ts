import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { FaultInput } from '#direct-connect-simulator';
import { startSimulator } from '../../../packages/direct-connect-simulator/test/harness.ts';
import {
  ObservationUnavailableError,
  ObservationUnfinishedError,
} from '../../../src/migration/ports/direct-connect.ts';
import { adapterFor, answerJson, closedPort, failureOf, givenUp, startRawServer, withoutPauses } from './harness.ts';

const LIST = 'DescribeHostedConnections';
const TRANSIENT: [string, FaultInput][] = [
  ['a throttle', { kind: 'throttle', operation: LIST }],
  ['503', { kind: 'unavailable', operation: LIST }],
  ['a server error at 500', { kind: 'serverError', status: 500, operation: LIST }],
  ['a dropped connection', { kind: 'drop', operation: LIST }],
];

describe('an observation is retried', () => {
  it.each(TRANSIENT)('after %s, up to four attempts in all', async (_name, fault) => {
    withoutPauses();
    const { server, admin } = await startSimulator();
    await admin.armFault({ ...fault, times: 3 });

    const listing = await adapterFor(server.url).listHosted('dxlag-target');

    expect(listing.lines).toMatchObject([{ connectionId: 'dxcon-there' }]);
    expect((await admin.journal()).calls).toHaveLength(4);
  });

  it.each(TRANSIENT)('but not indefinitely: %s', async (_name, fault) => {
    withoutPauses();
    const { server, admin } = await startSimulator();
    await admin.armFault({ ...fault, times: 100 });

    const failure = await failureOf(adapterFor(server.url).listHosted('dxlag-target'));

    expect(failure).toBeInstanceOf(ObservationUnavailableError);
    expect(failure).toMatchObject({ denied: false, cause: expect.any(Error) });
    expect((await admin.journal()).calls).toHaveLength(4);
  });

  it('in the middle of a list, without losing or repeating a page', async () => {
    withoutPauses();
    const { server, admin } = await startSimulator('settings: { pageSize: 2 }\n');
    await admin.armFault({ kind: 'unavailable', operation: LIST, afterCalls: 1 });

    const listing = await adapterFor(server.url).listHosted('dxcon-source');

    const ids = ['dxcon-hosted1', 'dxcon-hosted2', 'dxcon-hosted3', 'dxcon-dying'];
    expect(listing.lines).toMatchObject(ids.map((connectionId) => ({ connectionId })));
    expect((await admin.journal()).calls).toHaveLength(3);
  });
});

it('an observation that hangs is abandoned after five seconds and retried', async () => {
  withoutPauses();
  const { server, admin } = await startSimulator();
  await admin.armFault({ kind: 'hang', operation: LIST });
  const answers = async () => (await admin.journal()).calls.map(({ answer }) => answer.kind);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });

  const listing = adapterFor(server.url).listHosted('dxlag-target');
  while ((await answers()).length === 0) await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(4999);
  const early = await answers();
  let longer = 0;
  for (; (await answers()).length === 1; longer += 1) await vi.advanceTimersByTimeAsync(1);

  expect(early).toEqual(['pending']);
  expect(longer).toBeLessThan(1000);
  expect((await listing).lines).toMatchObject([{ connectionId: 'dxcon-there' }]);
  expect(await answers()).toEqual(['unanswered', 'success']);
});

it('a list that takes longer than it may is given up, whichever page it has come to', async () => {
  const server = await startRawServer((response, _request, number) => {
    if (number === 1) answerJson(response, { connections: [], nextToken: 'more' });
  });
  const { listHosted } = adapterFor(server.url);

  // Less than a page by itself may take.
  const timeout = 4000;
  const failure = await givenUp(
    () => failureOf(listHosted('dxcon-a1', timeout)),
    () => server.bodies.length === 2,
    timeout,
  );

  expect(failure).toBeInstanceOf(ObservationUnfinishedError);
});

describe('an observation is not taken', () => {
  it('from the pages before one that cannot be had', async () => {
    withoutPauses();
    const { server, admin } = await startSimulator('settings: { pageSize: 2 }\n');
    await admin.armFault({ kind: 'throttle', operation: LIST, afterCalls: 1, times: 100 });

    const failure = await failureOf(adapterFor(server.url).listHosted('dxcon-source'));

    expect(failure).toBeInstanceOf(ObservationUnavailableError);
  });

  it.each<[string, FaultInput, boolean]>([
    ['access denied', { kind: 'accessDenied' }, true],
    ['an expired token', { kind: 'error', type: 'ExpiredTokenException', status: 403 }, true],
    ['an unknown client error', { kind: 'error', type: 'DirectConnectClientException', message: 'odd' }, false],
    ['a server error at 400', { kind: 'serverError', status: 400 }, false],
  ])('after %s, and is not retried', async (_name, fault, denied) => {
    const { server, admin } = await startSimulator();
    const operations = ['DescribeHostedConnections', 'DescribeLags', 'DescribeInterconnects'] as const;
    for (const operation of operations) await admin.armFault({ ...fault, operation });
    const { listHosted, describeParent } = adapterFor(server.url);

    const observations = [
      () => listHosted('dxlag-target'),
      () => describeParent('dxlag-target'),
      () => describeParent('dxcon-single'),
    ];
    for (const observe of observations) {
      const failure = await failureOf(observe());
      expect(failure).toBeInstanceOf(ObservationUnavailableError);
      expect(failure).toMatchObject({ denied });
    }
    expect((await admin.journal()).calls).toHaveLength(3);
  });

  it('for an account that is not the partner', async () => {
    const { server } = await startSimulator();
    const { listHosted } = adapterFor(server.url, { AWS_ACCESS_KEY_ID: 'CUSTOMERKEY' });

    expect(await failureOf(listHosted('dxlag-target'))).toMatchObject({
      name: 'ObservationUnavailableError',
      denied: true,
    });
  });

  it('where nothing listens', async () => {
    withoutPauses();
    const { listHosted } = adapterFor(await closedPort());

    expect(await failureOf(listHosted('dxlag-target'))).toMatchObject({
      name: 'ObservationUnavailableError',
      denied: false,
    });
  });

  it.each([
    ['listHosted', 'dxcon-a1'],
    ['describeParent', 'dxcon-a1'],
    ['describeParent', 'dxlag-a1'],
  ] as const)('on an answer without a list: %s(%s)', async (operation, id) => {
    const server = await startRawServer((response) => answerJson(response, {}));

    const failure = await failureOf(adapterFor(server.url)[operation](id));

    expect(failure).toMatchObject({ name: 'ObservationUnavailableError', denied: false });
  });

  it('on a list that does not end', async () => {
    const server = await startRawServer((response) => answerJson(response, { connections: [], nextToken: 'more' }));

    const failure = await failureOf(adapterFor(server.url).listHosted('dxcon-a1'));

    expect(failure).toMatchObject({ name: 'ObservationUnavailableError', denied: false });
    expect(server.bodies).toHaveLength(100);
  });
});

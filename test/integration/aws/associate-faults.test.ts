import { describe, expect, it } from 'vitest';
import type { AdminClient, FaultInput } from '#direct-connect-simulator';
import { startSimulator } from '../../../packages/direct-connect-simulator/test/harness.ts';
import { adapterFor, CALL_TIMEOUT, givenUp } from './harness.ts';

const CONNECTION = 'dxcon-hosted1';
const TARGET = 'dxlag-target';
const MOVED = [{ connectionId: CONNECTION, from: 'dxcon-source', to: TARGET }];

/** What the server saw: the one thing that no adapter can embellish. */
async function journalOf(admin: AdminClient) {
  const { calls, moves } = await admin.journal();
  return {
    calls: calls.map(({ operation, parameters }) => ({ operation, parameters })),
    moves: moves.map(({ connectionId, from, to }) => ({ connectionId, from, to })),
    requestId: calls[0]?.requestId,
  };
}

const ONE_CALL = [
  {
    operation: 'AssociateHostedConnection',
    parameters: { connectionId: CONNECTION, parentConnectionId: TARGET },
  },
];

const error = (type: string, status: number, message = ''): FaultInput => ({ kind: 'error', type, status, message });
const unclear = (name: string) => ({ kind: 'unclear', error: name, answered: true });
const CLIENT_ERROR = 'DirectConnectClientException';

describe('associate', () => {
  it('moves with one call, and returns the record and the request id of the answer', async () => {
    const simulator = await startSimulator();
    const { associate } = adapterFor(simulator.server.url);

    const answer = await associate(CONNECTION, TARGET);

    const { calls, moves, requestId } = await journalOf(simulator.admin);
    expect(answer).toMatchObject({
      kind: 'moved',
      awsRequestId: requestId,
      connection: { connectionId: CONNECTION, lagId: TARGET, vlan: 101, ownerAccount: '111122223333' },
    });
    expect(answer).not.toHaveProperty('connection.$metadata');
    expect({ calls, moves }).toEqual({ calls: ONE_CALL, moves: MOVED });
  });

  // Names and statuses: Direct Connect API reference, AssociateHostedConnection (Errors) and Common Errors.
  it.each<[string, FaultInput, object]>([
    ['a throttle', { kind: 'throttle' }, { kind: 'neverRan', cause: 'throttled' }],
    ['a throttle by text', error(CLIENT_ERROR, 400, 'Rate exceeded'), { kind: 'neverRan', cause: 'throttled' }],
    ['access denied', { kind: 'accessDenied' }, { kind: 'denied', awsError: 'AccessDeniedException' }],
    [
      'an expired token',
      error('ExpiredTokenException', 403, 'The security token included in the request is expired'),
      { kind: 'denied', awsError: 'ExpiredTokenException' },
    ],
    [
      'an unknown client error',
      error(CLIENT_ERROR, 400, 'odd'),
      { kind: 'refused', code: 'DIRECT_CONNECT_REFUSED', message: 'odd', awsError: CLIENT_ERROR },
    ],
    ['a server error at 400', { kind: 'serverError', status: 400 }, unclear('DirectConnectServerException')],
    ['a server error at 500', { kind: 'serverError', status: 500 }, unclear('DirectConnectServerException')],
    ['an internal failure', error('InternalFailure', 500), unclear('InternalFailure')],
    ['503', { kind: 'unavailable' }, unclear('ServiceUnavailable')],
    ['an error that no one knows', error('SurpriseException', 400), unclear('SurpriseException')],
  ])('%s: one call, nothing moved', async (_name, fault, expected) => {
    const simulator = await startSimulator();
    await simulator.admin.armFault(fault);
    const { associate } = adapterFor(simulator.server.url);

    const answer = await associate(CONNECTION, TARGET);

    const { calls, moves, requestId } = await journalOf(simulator.admin);
    expect(answer).toEqual({ ...expected, awsRequestId: requestId });
    expect({ calls, moves }).toEqual({ calls: ONE_CALL, moves: [] });
  });

  it.each<[string, Extract<FaultInput, { effect?: unknown }>, string]>([
    ['a dropped connection', { kind: 'drop' }, 'ECONNRESET'],
    ['an HTML page', { kind: 'garbage', form: 'html502' }, 'SyntaxError'],
    ['JSON that breaks off', { kind: 'garbage', form: 'brokenJson' }, 'SyntaxError'],
    ['a server error', { kind: 'serverError' }, 'DirectConnectServerException'],
    ['503', { kind: 'unavailable' }, 'ServiceUnavailable'],
  ])('%s before or after the effect: one call, and the answer is the same', async (_name, fault, name) => {
    const answers: unknown[] = [];
    for (const effect of ['none', 'done'] as const) {
      const simulator = await startSimulator();
      await simulator.admin.armFault({ ...fault, effect });

      const { awsRequestId: _, ...answer } = await adapterFor(simulator.server.url).associate(CONNECTION, TARGET);

      answers.push(answer);
      const { calls, moves } = await journalOf(simulator.admin);
      expect({ calls, moves }).toEqual({ calls: ONE_CALL, moves: effect === 'done' ? MOVED : [] });
    }
    expect(answers[0]).toMatchObject({ kind: 'unclear', error: name });
    expect(answers[1]).toEqual(answers[0]);
  });

  // The simulator's clock stands still: neither fault ever answers by itself.
  it.each<[string, FaultInput, object[]]>([
    ['hangs before the effect', { kind: 'hang' }, []],
    ['hangs after the effect', { kind: 'hang', effect: 'done' }, MOVED],
    ['answers too late', { kind: 'latency', ms: 10 * CALL_TIMEOUT }, MOVED],
  ])('a call that %s is abandoned after its timeout, and is not made again', async (_name, fault, expected) => {
    const simulator = await startSimulator();
    await simulator.admin.armFault(fault);
    const { associate } = adapterFor(simulator.server.url);

    const answer = await givenUp(
      () => associate(CONNECTION, TARGET),
      async () => (await journalOf(simulator.admin)).calls.length > 0,
    );

    expect(answer).toMatchObject({ kind: 'unclear', answered: false });
    const { calls, moves } = await journalOf(simulator.admin);
    expect({ calls, moves }).toEqual({ calls: ONE_CALL, moves: expected });
  });

  // SDKs and Tools Reference Guide, "Retry behavior": AWS_MAX_ATTEMPTS and AWS_RETRY_MODE.
  it('makes one call whatever the environment says about retries', async () => {
    const simulator = await startSimulator();
    await simulator.admin.armFault({ kind: 'unavailable', times: 10 });
    const variables = { AWS_MAX_ATTEMPTS: '5', AWS_RETRY_MODE: 'adaptive' };
    const { associate } = adapterFor(simulator.server.url, variables);

    expect(await associate(CONNECTION, TARGET)).toMatchObject({ kind: 'unclear' });
    expect((await journalOf(simulator.admin)).calls).toEqual(ONE_CALL);
  });
});

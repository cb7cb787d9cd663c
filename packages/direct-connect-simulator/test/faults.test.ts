import { AssociateHostedConnectionCommand, DescribeLagsCommand } from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../src/topology.ts';
import { eventually } from './eventually.ts';
import { failureOf, type Simulator, startSimulator } from './harness.ts';

function move({ partner }: Simulator, options: { abortSignal?: AbortSignal } = {}, connectionId = 'dxcon-hosted1') {
  return partner.send(
    new AssociateHostedConnectionCommand({ connectionId, parentConnectionId: 'dxlag-target' }),
    options,
  );
}

async function movesOf({ admin }: Simulator): Promise<string[]> {
  return (await admin.journal()).moves.map(({ connectionId, to }) => `${connectionId} → ${to}`);
}

const moved = ['dxcon-hosted1 → dxlag-target'];

describe('faults that answer instead of working', () => {
  it.each<[string, FaultInput, object]>([
    ['throttle', { kind: 'throttle' }, { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }],
    ['access denied', { kind: 'accessDenied' }, { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }],
    [
      'a server error at 400',
      { kind: 'serverError', status: 400 },
      { name: 'DirectConnectServerException', $metadata: { httpStatusCode: 400 } },
    ],
    [
      'a server error at 500, which is the default',
      { kind: 'serverError' },
      { name: 'DirectConnectServerException', $metadata: { httpStatusCode: 500 } },
    ],
    ['503', { kind: 'unavailable' }, { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } }],
    [
      'any other error',
      { kind: 'error', type: 'ExpiredTokenException', message: 'The security token is expired', status: 403 },
      { name: 'ExpiredTokenException', message: 'The security token is expired', $metadata: { httpStatusCode: 403 } },
    ],
    ['a dropped connection', { kind: 'drop' }, { code: 'ECONNRESET' }],
    // The SDK gives up on a body that is no JSON; a proxy's HTML page is the usual one.
    ['an HTML page', { kind: 'garbage' }, { name: 'SyntaxError' }],
    ['JSON that breaks off', { kind: 'garbage', form: 'brokenJson' }, { name: 'SyntaxError' }],
  ])('%s: nothing moves, and the next call is answered normally', async (_name, fault, expected) => {
    const simulator = await startSimulator();
    await simulator.admin.armFault(fault);

    const error = await failureOf(move(simulator));
    const movesAfterFault = await movesOf(simulator);
    await move(simulator);

    expect(error).toMatchObject(expected);
    expect(movesAfterFault).toEqual([]);
    expect(await movesOf(simulator)).toEqual(moved);
    expect((await simulator.admin.journal()).calls.map((call) => call.fault?.kind)).toEqual([fault.kind, undefined]);
  });

  it('serverExceptionStatus: 400 is the other reading of the model', async () => {
    const simulator = await startSimulator('settings: { serverExceptionStatus: 400 }\n');
    await simulator.admin.armFault({ kind: 'serverError' });

    await expect(move(simulator)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });
});

describe('faults that hide the effect', () => {
  it.each<[string, FaultInput]>([
    ['a dropped connection', { kind: 'drop', effect: 'done' }],
    ['a server error', { kind: 'serverError', effect: 'done' }],
    ['503', { kind: 'unavailable', effect: 'done' }],
    ['an HTML page', { kind: 'garbage', effect: 'done' }],
  ])('%s after the effect: the caller sees a failure, the connection has moved', async (_name, fault) => {
    const simulator = await startSimulator();
    await simulator.admin.armFault(fault);

    await expect(move(simulator)).rejects.toThrow();

    expect(await movesOf(simulator)).toEqual(moved);
    const [call] = (await simulator.admin.journal()).calls;
    expect(call).toMatchObject({ fault: { id: 1 }, hiddenEffect: { outcome: 'moved' } });
  });

  it('a late effect lands in its time, by the clock', async () => {
    const simulator = await startSimulator();
    await simulator.admin.armFault({ kind: 'drop', effect: 'late', effectAfterMs: 5000 });
    await failureOf(move(simulator));

    simulator.clock.advance(4999);
    const early = await movesOf(simulator);
    const [waiting] = (await simulator.admin.journal()).calls;
    simulator.clock.advance(1);

    expect(early).toEqual([]);
    expect(waiting?.hiddenEffect).toMatchObject({ outcome: 'waiting' });
    expect(await movesOf(simulator)).toEqual(moved);
    const { calls, moves } = await simulator.admin.journal();
    expect(calls[0]).toMatchObject({ answer: { kind: 'dropped' }, hiddenEffect: { outcome: 'moved' } });
    expect(moves[0]).toMatchObject({ callSeq: calls[0]?.seq, time: simulator.clock.now() });
  });

  it('a late effect is checked when it lands: refused then, it moves nothing and the journal says why', async () => {
    const simulator = await startSimulator(`
  - { id: dxcon-rival, parent: dxcon-source, ownerAccount: "222233334444", vlan: 999 }
settings: { maxHostedConnections: 2 }
`);
    await simulator.admin.armFault({
      kind: 'serverError',
      effect: 'late',
      effectAfterMs: 5000,
      connectionId: 'dxcon-hosted1',
    });
    await failureOf(move(simulator));
    await move(simulator, {}, 'dxcon-rival');

    simulator.clock.advance(5000);

    const { calls, moves } = await simulator.admin.journal();
    expect(moves.map(({ connectionId }) => connectionId)).toEqual(['dxcon-rival']);
    expect(calls[0]?.hiddenEffect).toEqual({
      outcome: 'refused',
      at: simulator.clock.now(),
      reason: 'dxlag-target has reached its limit of 2 hosted connections.',
    });
  });

  it('close cancels effects that have not landed', async () => {
    const simulator = await startSimulator();
    await simulator.admin.armFault({ kind: 'drop', effect: 'late', effectAfterMs: 5000 });
    await failureOf(move(simulator));

    await simulator.server.close();

    expect(simulator.clock.waiting()).toBe(0);
  });

  it('close cuts off calls that hang', async () => {
    const simulator = await startSimulator();
    await simulator.admin.armFault({ kind: 'hang' });
    const failure = failureOf(move(simulator));
    await eventually(async () => expect((await simulator.admin.journal()).calls).toHaveLength(1));

    await simulator.server.close();

    expect(await failure).toMatchObject({ code: 'ECONNRESET' });
  });

  it.each<[string, FaultInput, string[]]>([
    ['before the effect', { kind: 'hang' }, []],
    ['after the effect', { kind: 'hang', effect: 'done' }, moved],
  ])('hangs %s until the client gives up', async (_name, fault, moves) => {
    const simulator = await startSimulator();
    await simulator.admin.armFault(fault);
    const client = new AbortController();

    const failure = failureOf(move(simulator, { abortSignal: client.signal }));
    await eventually(async () => expect((await simulator.admin.journal()).calls).toHaveLength(1));
    const [held] = (await simulator.admin.journal()).calls;
    client.abort();

    expect((await failure).name).toBe('AbortError');
    expect(held?.answer.kind).toBe('pending');
    await eventually(async () => expect((await simulator.admin.journal()).calls[0]?.answer.kind).toBe('unanswered'));
    expect(await movesOf(simulator)).toEqual(moves);
  });

  it('latency: the move is done on arrival, the answer is sent when the time is over', async () => {
    const simulator = await startSimulator();
    await simulator.admin.armFault({ kind: 'latency', ms: 2000 });

    const answer = move(simulator);
    await eventually(() => expect(simulator.clock.waiting()).toBe(1));
    const movesMeanwhile = await movesOf(simulator);
    const [meanwhile] = (await simulator.admin.journal()).calls;
    simulator.clock.advance(2000);

    expect(movesMeanwhile).toEqual(moved);
    expect(meanwhile?.answer.kind).toBe('pending');
    await expect(answer).resolves.toMatchObject({ lagId: 'dxlag-target' });
  });

  it('latency beyond the client’s timeout: the journal knows that the answer never arrived', async () => {
    const simulator = await startSimulator();
    await simulator.admin.armFault({ kind: 'latency', ms: 2000 });
    const client = new AbortController();
    const failure = failureOf(move(simulator, { abortSignal: client.signal }));
    await eventually(() => expect(simulator.clock.waiting()).toBe(1));
    client.abort();
    await failure;

    const kind = async () => (await simulator.admin.journal()).calls[0]?.answer.kind;
    await eventually(async () => expect(await kind()).toBe('unanswered'));
    simulator.clock.advance(2000);
    expect(await kind()).toBe('unanswered');
  });
});

describe('the target of a fault', () => {
  it('is AssociateHostedConnection by default', async () => {
    const simulator = await startSimulator();
    await simulator.admin.armFault({ kind: 'throttle' });
    await simulator.admin.armFault({ kind: 'unavailable', operation: 'DescribeLags' });

    const read = await failureOf(simulator.partner.send(new DescribeLagsCommand({})));
    const write = await failureOf(move(simulator));

    expect([read.name, write.name]).toEqual(['ServiceUnavailable', 'ThrottlingException']);
  });

  it('may be armed from the start, by the topology', async () => {
    const simulator = await startSimulator('faults: [{ kind: throttle, connectionId: dxcon-hosted1 }]\n');

    await expect(move(simulator, {}, 'dxcon-hosted3')).resolves.toBeDefined();
    await expect(move(simulator)).rejects.toThrow('Rate exceeded');
    await expect(move(simulator)).resolves.toBeDefined();
  });

  it('may be a call that would be refused anyway, which then moves nothing', async () => {
    const simulator = await startSimulator();
    await simulator.admin.armFault({ kind: 'drop', effect: 'done' });

    await failureOf(move(simulator, {}, 'dxcon-hosted2'));

    expect(await movesOf(simulator)).toEqual([]);
    expect((await simulator.admin.journal()).calls[0]?.hiddenEffect).toMatchObject({ outcome: 'refused' });
  });
});

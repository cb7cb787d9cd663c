import { describe, expect, it } from 'vitest';
import type { CallEntry } from '#direct-connect-simulator';
import type { ChaosEvidence } from './evidence.ts';
import { call, evidence, HELD, published, REFUSED, START, TO } from './evidence-factory.ts';
import { judgeHeld } from './judge-held.ts';

describe('a hold', () => {
  const held = (calls: CallEntry[], rest: Partial<ChaosEvidence> = {}) =>
    judgeHeld(evidence({ events: [published(HELD)], calls, moves: [] }, rest))[0]?.justification;
  const failure = { at: START + 400, fault: 'lose', operation: 'UpdateItem' } as const;

  it.each<[string, CallEntry[], Partial<ChaosEvidence>, string | undefined]>([
    ['a lost answer', [call({ answer: { kind: 'dropped' } })], {}, 'unclear answer'],
    ['a server error', [call({ answer: { ...REFUSED, status: 503 } })], {}, 'unclear answer'],
    [
      'a server error at 400',
      [call({ answer: { ...REFUSED, type: 'DirectConnectServerException' } })],
      {},
      'unclear answer',
    ],
    ['a clear refusal', [call({ answer: REFUSED })], {}, undefined],
    ['a kill after the intent', [], { kills: [{ at: START + 150, pid: 1, functionName: 'migrate' }] }, 'process ended'],
    ['a kill before the intent', [], { kills: [{ at: START + 50, pid: 1, functionName: 'migrate' }] }, undefined],
    [
      'a kill long after the answer',
      [call()],
      { kills: [{ at: START + 9_000, pid: 1, functionName: 'migrate' }] },
      undefined,
    ],
    ['a timeout', [], { timeouts: [START + 14_000] }, 'process ended'],
    ['its own item refused', [call()], { tableFailures: [{ ...failure, pk: 'REQUEST#alder#r1' }] }, 'table refused'],
    ['another item refused', [call()], { tableFailures: [{ ...failure, pk: 'REQUEST#alder#r2' }] }, undefined],
    ['a lost answer of another call', [call({ answer: { kind: 'dropped' }, time: START + 50 })], {}, undefined],
    [
      'a lost answer for another parent',
      [call({ answer: { kind: 'dropped' }, parameters: { connectionId: TO } })],
      {},
      undefined,
    ],
  ])('with %s', (_name, calls, rest, justification) => {
    expect(held(calls, rest)).toBe(justification);
  });
});

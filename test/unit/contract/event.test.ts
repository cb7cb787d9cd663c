import { describe, expect, it } from 'vitest';
import { messageEventId, NOTHING_SEEN, outcomeEventId } from '../../../src/contract/event.ts';
import { parseTraceparent } from '../../../src/contract/traceparent.ts';

const REASON = { code: 'INVALID_REQUEST', message: 'x', awsError: null } as const;
const ANSWER = { ...NOTHING_SEEN, outcome: 'REJECTED', tenant: null, request: null, reason: REASON } as const;

describe('an event id', () => {
  it('is derived from tenant, request id and outcome, and for HELD from the attempt too', () => {
    const ids = [
      outcomeEventId('a', 'bc', 'MIGRATED', 1),
      outcomeEventId('ab', 'c', 'MIGRATED', 1),
      outcomeEventId('a', 'bc', 'FAILED', 1),
      outcomeEventId('a', 'bc', 'HELD', 1),
      outcomeEventId('a', 'bc', 'HELD', 2),
      messageEventId('a', ANSWER),
      messageEventId('b', ANSWER),
      messageEventId('a', { ...ANSWER, tenant: 'orders' }),
      messageEventId('a', { ...ANSWER, reason: { ...REASON, code: 'UNKNOWN_SENDER' } }),
      messageEventId('a', { ...ANSWER, reason: { ...REASON, message: 'in other words' } }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(outcomeEventId('a', 'bc', 'MIGRATED', 2)).toBe(ids[0]);
  });

  it('is the same as in the first release, because consumers deduplicate by it', () => {
    expect(outcomeEventId('orders', 'r1', 'MIGRATED', 1)).toBe('5f6f067748564c7b42ae815ffe329880');
    expect(outcomeEventId('orders', 'r1', 'HELD', 1)).toBe('e098d39e87f5bbe95cca2bdf8740b11b');
    expect(messageEventId('m1', ANSWER)).toBe('c27448bf44e8c2c431c6c087ae15e088');
  });
});

describe('a traceparent', () => {
  const valid = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

  const zeros = valid.replace('4bf9', '0bf9').replace('00f0', '0000');

  it.each([valid, zeros, `01${valid.slice(2)}-what-the-future-brings`])('%s is carried', (value) => {
    expect(parseTraceparent(value)).toBe(value);
  });

  it.each([
    undefined,
    '',
    'x',
    valid.toUpperCase(),
    `ff${valid.slice(2)}`,
    valid.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32)),
    valid.replace('00f067aa0ba902b7', '0'.repeat(16)),
    `${valid}\n`,
    `x${valid}`,
  ])('%j is dropped', (value) => {
    expect(parseTraceparent(value)).toBeUndefined();
  });
});

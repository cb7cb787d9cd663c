import { expect, it } from 'vitest';
import { orderKeyOf } from '../../../src/contract/order-key.ts';

const SENT = Date.parse('2026-11-23T12:00:00.000Z');

it.each([
  ['long before it was sent', '2025-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000000000Z'],
  ['ahead by 200 ms', '2026-11-23T12:00:00.200Z', '2026-11-23T12:00:00.200000000Z'],
  ['ahead by five seconds', '2026-11-23T12:00:05.000Z', '2026-11-23T12:00:05.000000000Z'],
])('a request that was given %s is ordered as given', (_name, requestedAt, key) => {
  expect(orderKeyOf(requestedAt, SENT)).toBe(key);
});

it.each([
  ['a nanosecond further', '2026-11-23T12:00:05.000000001Z'],
  ['almost five minutes', '2026-11-23T12:04:59.000Z'],
])('one that is ahead by %s than that counts as of its sending', (_name, requestedAt) => {
  const key = orderKeyOf(requestedAt, SENT);
  expect(key < orderKeyOf('2026-11-23T12:00:00.000000001Z', SENT)).toBe(true);
  expect(key > orderKeyOf('2026-11-23T12:00:00.000Z', SENT)).toBe(true);
});

it('those of the future that were sent in one moment follow requestedAt', () => {
  const times = ['2026-11-23T12:01:00.000Z', '2026-11-23T12:01:00.000001Z', '2026-11-23T12:04:00.000Z'];
  const keys = times.map((time) => orderKeyOf(time, SENT));
  for (const [index, key] of keys.slice(1).entries()) expect(key > String(keys[index])).toBe(true);
});

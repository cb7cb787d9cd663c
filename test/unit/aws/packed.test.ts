import { expect, it } from 'vitest';
import { packed, readPacked } from '../../../src/aws/packed.ts';

const ATTEMPT = { id: 'a1', startedAtMs: 1, previousParent: 'dxcon-old', seen: { vlan: 101 } };

/** As the first version has written it. */
const STORED = 'AYOmv0RDjBSIM9Xl56QgJTxILBsaGNbWAgA=';

it('reads what was written with the same dictionary, which must not change for that', () => {
  expect(readPacked({ attempt: { B: Buffer.from(STORED, 'base64') } }, 'attempt')).toEqual(ATTEMPT);
});

it.each([ATTEMPT, { detail: '"ü\\u2028💡' }, {}])('gives back to the letter what it has packed: %j', (value) => {
  expect(readPacked({ event: packed(value) }, 'event')).toEqual(value);
});

it('finds nothing where nothing is', () => {
  expect(readPacked({}, 'event')).toBeUndefined();
});

it.each([
  ['packed otherwise', { B: Buffer.of(2, ...Buffer.from(STORED, 'base64').subarray(1)) }],
  ['stored as text', { S: JSON.stringify(ATTEMPT) }],
])('reports what another version has %s: taken as absent, its event would never be published', (_how, stored) => {
  expect(() => readPacked({ event: stored }, 'event')).toThrow(
    'an item has a "event" that is not compressed as this version does it',
  );
});

it('is not made to unpack without end', () => {
  expect(() => readPacked({ event: packed({ text: ' '.repeat(2 ** 20) }) }, 'event')).toThrow(RangeError);
});

import { expect, it } from 'vitest';
import { repeatsAName } from '../../../src/contract/repeats-a-name.ts';

const repeats = (json: string) => repeatsAName(json, [JSON.parse(json)]);

it.each([
  '{}',
  '{"a":1,"b":"a"}',
  '{"a":"\\"b\\":1","b":2}',
  // Names and values that begin with a colon: what stands between two strings is no string.
  '{"a":"x",":b":":y"}',
])('no name comes twice in %s', (json) => expect(repeats(json)).toBe(false));

it.each(['{"a":1,"a":1}', '{"a" : 1, "\\u0061" : 2}', '{":":":",":":":"}'])('a name comes twice in %s', (json) =>
  expect(repeats(json)).toBe(true),
);

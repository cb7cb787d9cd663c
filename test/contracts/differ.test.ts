import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schemasIn, validatorOf } from '../../contracts/generate/compatibility.ts';
import { breakingChanges, type Schema } from '../../contracts/generate/schema-differ.ts';
import { CONTRACTS } from './contracts.ts';
import { bodies } from './request-bodies.ts';

const before = schemasIn(CONTRACTS).get('migration-request') ?? {};
const isValidBefore = validatorOf(before);

const seed = Number(process.env.DIFFER_SEED ?? randomInt(1, 2 ** 31));
const RUNS = 800;

/** Bodies that the schema took, to be held against a changed one. */
const TAKEN = fc
  .sample(bodies, { numRuns: 3_000, seed })
  .map((body): unknown => JSON.parse(body))
  .filter(isValidBefore);

const number = fc.integer({ min: 0, max: 300 });
const keywords: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.record(
    { minLength: number, maxLength: number, minimum: number, maximum: number, minProperties: number },
    { requiredKeys: [] },
  ),
  fc.record({ maxProperties: number }),
  fc.record({ pattern: fc.constantFrom('^[a-z]', '.', '') }),
  fc.record({ type: fc.constantFrom('string', 'integer', 'number', 'object', 'boolean', 'null') }),
  fc.record({ const: fc.constantFrom('1', 1, true, null) }),
  fc.record({ enum: fc.subarray(['1', 'a', 101, true, null], { minLength: 1 }) }),
  fc.record({ additionalProperties: fc.constantFrom(true, false, { type: 'string' }, { maxLength: 3 }) }),
  fc.record({ propertyNames: fc.constantFrom({}, { pattern: '^s' }) }),
  fc.record({ required: fc.subarray(['schemaVersion', 'note', 'requestId', 'orderId']) }),
  fc.record({ anyOf: fc.constantFrom([{ type: 'string' }, { type: 'null' }], [{ type: 'null' }], [{}]) }),
  fc.record({ not: fc.constant({ type: 'string' }) }),
);

/** A change somewhere in the schema: keywords set or taken away, of the whole or of one field. */
const changed: fc.Arbitrary<Schema> = fc
  .record({
    field: fc.constantFrom(undefined, ...Object.keys(before.properties as object)),
    set: keywords,
    remove: fc.subarray(['type', 'pattern', 'maxLength', 'const', 'minimum', 'required', 'properties'], {
      maxLength: 2,
    }),
  })
  .map(({ field, set, remove }) => {
    const change = (schema: Schema): Schema =>
      Object.fromEntries(Object.entries({ ...schema, ...set }).filter(([keyword]) => !remove.includes(keyword)));
    if (field === undefined) return change(before);
    const properties = before.properties as Record<string, Schema>;
    return { ...before, properties: { ...properties, [field]: change(properties[field] ?? {}) } };
  });

it(`a change that the differ allows accepts every body that was accepted, DIFFER_SEED=${seed}`, () => {
  const seen = { allowed: 0, rejected: 0 };
  fc.assert(
    fc.property(changed, (after) => {
      if (breakingChanges(before, after, 'request').length > 0) {
        seen.rejected++;
        return;
      }
      seen.allowed++;
      const isValid = validatorOf(after);
      expect(TAKEN.filter((body) => !isValid(body))).toEqual([]);
    }),
    { numRuns: RUNS, seed },
  );
  expect(TAKEN.length).toBeGreaterThan(300);
  expect(Math.min(seen.allowed, seen.rejected)).toBeGreaterThan(RUNS / 50);
});

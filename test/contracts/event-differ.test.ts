import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schemasIn, validatorOf } from '../../contracts/generate/compatibility.ts';
import { breakingChanges, type Schema } from '../../contracts/generate/schema-differ.ts';
import { changedEvents } from './changed-events.ts';
import { CONTRACTS } from './contracts.ts';

const seed = Number(process.env.DIFFER_SEED ?? randomInt(1, 2 ** 31));
const RUNS = 120;

/** With a nullable record and request, and every definition. */
const before = schemasIn(CONTRACTS).get('hosted-connection-migration-rejected') ?? {};
const isValidBefore = validatorOf(before);

/** Events that cannot come, unless a changed schema lets them. */
const SAMPLES = fc
  .sample(changedEvents, { numRuns: 2_500, seed })
  .filter((event) => event['detail-type'] === 'Hosted Connection Migration Rejected' && !isValidBefore(event));

/** Every schema within a schema that a name leads to: of fields, and of definitions. */
function* namedSchemas(schema: Schema): Generator<Record<string, unknown>> {
  for (const keyword of ['properties', '$defs']) {
    for (const named of Object.values((schema[keyword] ?? {}) as Record<string, Schema>)) {
      yield named;
      yield* namedSchemas(named);
    }
  }
}

const keywords = fc.oneof(
  fc.record({ type: fc.constantFrom('string', 'integer', 'number', 'object', 'boolean', 'null', 'array') }),
  fc.record({ const: fc.constantFrom('1', 'text', 0, true, null) }),
  fc.record({ enum: fc.subarray(['text', 'NOT_PERMITTED', 0, true, null], { minLength: 1 }) }),
  fc.record({ minimum: fc.integer({ min: -2, max: 2 }), pattern: fc.constantFrom('', '^[a-z]') }),
  fc.record({ additionalProperties: fc.constantFrom(true, false, { type: 'string' }) }),
  fc.record({ required: fc.constantFrom([], ['vlan'], ['eventId', 'code', 'data']) }),
  fc.record({ anyOf: fc.constantFrom([{ type: 'string' }, { type: 'null' }], [{ type: 'null' }], [{}]) }),
  fc.record({ properties: fc.constantFrom({}, { vlan: { type: 'string' } }, { another: { type: 'integer' } }) }),
);

/** A change somewhere in the schema: keywords set or taken away. */
const changed: fc.Arbitrary<Schema> = fc
  .record({
    place: fc.nat(),
    set: fc.option(keywords, { nil: {} }),
    remove: fc.subarray(['type', 'pattern', 'anyOf', 'const', 'enum', 'required', 'properties', 'items', '$ref'], {
      maxLength: 2,
    }),
  })
  .map(({ place, set, remove }) => {
    const schema = structuredClone(before);
    const places = [...namedSchemas(schema)];
    const named = Object.assign(places[place % places.length] ?? {}, set);
    for (const keyword of remove) if (!(keyword in set)) delete named[keyword];
    return schema;
  });

/** The schema of a reference with a rule beside it is none that the differ judges. */
function isRejected(after: Schema): boolean {
  try {
    return breakingChanges(before, after, 'event').length > 0;
  } catch {
    return true;
  }
}

it(`a change that the differ allows allows no event that was not possible before, DIFFER_SEED=${seed}`, () => {
  const seen = { allowed: 0, rejected: 0 };
  fc.assert(
    fc.property(changed, (after) => {
      if (isRejected(after)) return void seen.rejected++;
      seen.allowed++;
      const isValid = validatorOf(after);
      expect(SAMPLES.filter(isValid)).toEqual([]);
    }),
    { numRuns: RUNS, seed },
  );
  expect(SAMPLES.length).toBeGreaterThan(300);
  expect(Math.min(seen.allowed, seen.rejected)).toBeGreaterThan(RUNS / 50);
});

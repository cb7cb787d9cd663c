import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schemasIn, validatorOf } from '../../contracts/generate/compatibility.ts';
import { parseEvent } from '../../src/contract/parse-event.ts';
import { changedEvents } from './changed-events.ts';
import { CONTRACTS } from './contracts.ts';

const validators = [...schemasIn(CONTRACTS)]
  .filter(([name]) => name !== 'migration-request')
  .map(([, schema]) => validatorOf(schema));

const RUNS = 5_000;
const seed = Number(process.env.AGREEMENT_SEED ?? randomInt(1, 2 ** 31));

it(`the parser and the published schemas agree on ${RUNS} events, AGREEMENT_SEED=${seed}`, () => {
  const seen = { taken: 0, rejected: 0 };
  fc.assert(
    fc.property(changedEvents, (event) => {
      const { ok } = parseEvent(event);
      seen[ok ? 'taken' : 'rejected']++;
      expect(validators.filter((isValid) => isValid(event))).toHaveLength(ok ? 1 : 0);
    }),
    { numRuns: RUNS, seed },
  );
  // Runs that see little of one kind prove little.
  for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(RUNS / 20);
});

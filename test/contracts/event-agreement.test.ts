import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schemasIn, validatorOf } from '../../contracts/generate/compatibility.ts';
import { parseOperationsEvent } from '../../src/contract/operations/parse-event.ts';
import { parseEvent } from '../../src/contract/parse-event.ts';
import { changedEventsOf } from './changed-events.ts';
import { CONTRACTS, OPERATIONS } from './contracts.ts';

const RUNS = 5_000;
const seed = Number(process.env.AGREEMENT_SEED ?? randomInt(1, 2 ** 31));

it.each([
  ['outcomes', CONTRACTS, parseEvent],
  ['events about operations', OPERATIONS, parseOperationsEvent],
])(`the parser and the published schemas agree on ${RUNS} %s, AGREEMENT_SEED=${seed}`, (_what, folder, parse) => {
  const validators = [...schemasIn(folder)]
    .filter(([name]) => name !== 'migration-request')
    .map(([, schema]) => validatorOf(schema));
  const seen = { taken: 0, rejected: 0 };
  fc.assert(
    fc.property(changedEventsOf(folder), (event) => {
      const { ok } = parse(event);
      seen[ok ? 'taken' : 'rejected']++;
      expect(validators.filter((isValid) => isValid(event))).toHaveLength(ok ? 1 : 0);
    }),
    { numRuns: RUNS, seed },
  );
  // Runs that see little of one kind prove little.
  for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(RUNS / 20);
});

import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';

it('generated bodies crash nothing, come back in nothing, and take no slow path', async () => {
  const from = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 1e9));
  process.stdout.write(`fuzz: FUZZ_SEED=${from} runs the same bodies again\n`);
  const { accepted, rejected } = await fuzz(from, 20_000);
  expect(accepted).toBeGreaterThan(2_000);
  expect(rejected).toBeGreaterThan(2_000);
});

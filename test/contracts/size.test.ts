import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toConnectionRecord } from '../../src/aws/to-connection-record.ts';
import { CONNECTION, MINUTE, OLD, request, UNCLEAR, World } from '../support/world.ts';
import { longConnections } from './long-connections.ts';

const RUNS = 300;
const LIMIT = 128 * 1024;
const seed = Number(process.env.SIZE_SEED ?? randomInt(1, 2 ** 31));

/** The largest request: each text as long as it may be. */
function largest(one: string, dryRun: boolean): object {
  const long = one.repeat(256);
  const labels = Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`${n}`.padStart(64, 'k'), long]));
  return request({ correlationId: one.repeat(128), orderId: long, requestedBy: long, note: long, labels, dryRun });
}

it(`an event stays under 128 KiB, whatever record AWS sends, SIZE_SEED=${seed}`, async () => {
  const seen = { MIGRATED: 0, FAILED: 0, HELD: 0, PLANNED: 0, cut: 0 };
  let most = 0;
  const way = fc.constantFrom('moves', 'refused', 'unclear', 'dryRun');
  const property = fc.asyncProperty(
    longConnections,
    way,
    fc.constantFrom('x', '"', '漢', '😀'),
    async (sent, how, one) => {
      const world = new World();
      const record = toConnectionRecord(sent);
      expect(toConnectionRecord(sent)).toEqual(record);
      world.place(CONNECTION, OLD, record);
      const refused = {
        kind: 'refused',
        code: 'DIRECT_CONNECT_REFUSED',
        message: '漢'.repeat(1000),
        awsError: 'x',
      } as const;
      if (how === 'refused') world.script.push({ moves: false, answer: refused });
      if (how === 'unclear') world.script.push({ moves: false, answer: UNCLEAR });
      await world.deliver(largest(one, how === 'dryRun'));
      if (how === 'unclear') await world.pass(10 * MINUTE);
      expect(world.published).not.toEqual([]);
      for (const { detail } of world.published) {
        const bytes = Buffer.byteLength(detail);
        expect(bytes).toBeLessThan(LIMIT);
        most = Math.max(most, bytes);
        seen[JSON.parse(detail).data.outcome as keyof typeof seen]++;
        seen.cut += Number(detail.includes('{"key":"…"}'));
      }
    },
  );
  await fc.assert(property, { numRuns: RUNS, seed });
  process.stdout.write(`${JSON.stringify({ ...seen, most })}\n`);
  for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(RUNS / 20);
});

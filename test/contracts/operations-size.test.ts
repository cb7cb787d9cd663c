import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toConnectionRecord } from '../../src/aws/to-connection-record.ts';
import { FAILINGS } from '../../src/contract/operations/names.ts';
import { verifiedEvent } from '../../src/contract/operations/verified.ts';
import { CONNECTION, NEW, OLD } from '../support/world.ts';
import { longConnections } from './long-connections.ts';

const RUNS = 100;
const LIMIT = 128 * 1024;
const seed = Number(process.env.SIZE_SEED ?? randomInt(1, 2 ** 31));

const AT = '2026-11-23T12:00:00.000Z';

/** As long as a request lets them be: only `correlationId` may hold what grows in JSON. */
const longest = (one: string) => ({
  occurredAt: AT,
  serviceVersion: '10.20.30',
  correlationId: one.repeat(128),
  causationId: crypto.randomUUID(),
  traceparent: `cc-${'a'.repeat(32)}-${'b'.repeat(16)}-01-${'c'.repeat(200)}`,
});

// Two records, each of which may be as long as the one of an outcome.
it(`a verdict stays under 128 KiB, whatever records AWS sends, and SQS takes it, SIZE_SEED=${seed}`, () => {
  const seen = { verdicts: 0, cut: 0, replaced: 0 };
  let most = 0;
  const character = fc.constantFrom('x', '"', '漢', '😀');
  const property = fc.property(longConnections, longConnections, character, (before, after, one) => {
    const place = (parentConnectionId: string, sent: typeof before) => ({
      parentConnectionId,
      connection: toConnectionRecord(sent),
    });
    const { detail } = verifiedEvent(longest(one), {
      ...{ verdict: 'UNHEALTHY', tenant: 'a'.repeat(24), requestId: 'r'.repeat(128), connectionId: CONNECTION },
      ...{ failings: [...FAILINGS], before: place(OLD, before), after: place(NEW, after), movedAt: AT, looks: 1e6 },
      ...{ lastBadAt: AT, firstGoodAt: AT, resolutionSeconds: 1e6 / 3, observedAt: AT },
    });
    const bytes = Buffer.byteLength(detail);
    expect(bytes).toBeLessThan(LIMIT);
    // #x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD, #x10000 to #x10FFFF: SendMessage, SQS API Reference.
    expect(detail).toMatch(/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u);
    most = Math.max(most, bytes);
    seen.verdicts++;
    seen.cut += Number(detail.includes('{"key":"…"}'));
    seen.replaced += Number(detail.includes('\uFFFD'));
  });
  fc.assert(property, { numRuns: RUNS, seed });
  process.stdout.write(`${JSON.stringify({ ...seen, most })}\n`);
  for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(RUNS / 20);
});

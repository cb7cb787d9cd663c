import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildEvent } from '../../local/eventbridge/event.ts';
import type { ConnectionRecord } from '../../src/contract/connection-record.ts';
import { CONNECTION, MINUTE, NEW, OLD, START, UNCLEAR, World } from '../support/world.ts';
import { bodies } from './request-bodies.ts';

const RUNS = 2_000;
const seed = Number(process.env.DELIVERABLE_SEED ?? randomInt(1, 2 ** 31));

/** #x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD, #x10000 to #x10FFFF: SendMessage, SQS API Reference. By numbers, unlike the code. */
function isTakenBySqs(text: string): boolean {
  return [...text].every((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
    return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
  });
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [key, ...stringsIn(part)]);
}

const forbidden = fc.constantFrom('\u0000', '\u000B', '\u001F', '\uD800', '\uDFFF', '\uFFFE', '\uFFFF');
const text = fc
  .array(fc.oneof(forbidden, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 4 })
  .map((parts) => parts.join(''));
const record: fc.Arbitrary<ConnectionRecord> = fc.record({
  connectionName: text,
  partnerName: text,
  region: text,
  tags: fc.array(fc.record({ key: text, value: text }), { maxLength: 3 }),
  macSecKeys: fc.array(fc.record({ ckn: text, state: text, startOn: text }), { maxLength: 2 }),
});

const KINDS = {
  MIGRATED: 'migrated',
  FAILED: 'failed',
  REJECTED: 'rejected',
  HELD: 'held',
  PLANNED: 'planned',
} as const;

/** What becomes of a request that gets as far. */
const course = fc.constantFrom('moves', 'refused', 'unclear', 'dryRun');

it(`no request and no record leads to an event that SQS rejects, DELIVERABLE_SEED=${seed}`, async () => {
  const seen = { events: 0, migrated: 0, failed: 0, rejected: 0, held: 0, planned: 0, replaced: 0 };
  const property = fc.asyncProperty(bodies, record, text, course, async (body, shown, message, course) => {
    const world = new World();
    world.place(CONNECTION, OLD, shown);
    const refused = { kind: 'refused', code: 'DIRECT_CONNECT_REFUSED', message, awsError: message } as const;
    if (course === 'refused') world.script.push({ moves: false, answer: { ...refused, awsRequestId: message } });
    if (course === 'unclear') world.script.push({ moves: false, answer: { ...UNCLEAR, awsRequestId: message } });
    const order = { connectionId: CONNECTION, expectedParentConnectionId: OLD, parentConnectionId: NEW };
    const times = {
      notBefore: undefined,
      notAfter: undefined,
      requestedAt: new Date(START).toISOString(),
      expectedVlan: undefined,
    };
    await world.deliver({ ...(JSON.parse(body) as object), ...order, ...times, dryRun: course === 'dryRun' });
    if (course === 'unclear') await world.pass(30 * MINUTE);
    for (const { detail, detailType } of world.published) {
      const context = { region: 'r', account: 'a', clock: { now: () => START } as never, newId: () => 'id' };
      const content = { source: 'dx-migrator', detailType, resources: [], detail: JSON.parse(detail), atMs: START };
      const envelope = JSON.stringify(buildEvent(context, content));
      const strings = stringsIn(JSON.parse(envelope));
      for (const sent of [detail, envelope, ...strings]) expect(isTakenBySqs(sent), JSON.stringify(sent)).toBe(true);
      seen.events++;
      const kind = KINDS[content.detail.data.outcome as keyof typeof KINDS];
      if (kind) seen[kind]++;
      seen.replaced += Number(detail.includes('\uFFFD'));
    }
  });
  await fc.assert(property, { numRuns: RUNS, seed });
  process.stdout.write(`${JSON.stringify(seen)}
`);
  for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(RUNS / 50);
});

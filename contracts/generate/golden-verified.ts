import type { EventDetail } from '../../src/contract/event.ts';
import { verifiedEvent } from '../../src/contract/operations/verified.ts';
import type { VerifiedData } from '../../src/contract/operations/verified-schema.ts';
import { formatTime } from '../../src/contract/time.ts';
import { SECOND } from '../../test/support/world.ts';
import { CONNECTION, GOLDEN_REQUESTS, goldenRequest, INTERCONNECT, LAG, OTHER_LAG } from './golden-requests.ts';
import { delivered, GoldenWorld, MOVED_RECORD, RECORD } from './golden-world.ts';

/** What was seen of the line: `looksAt` gives the time of a look, so many seconds after the move. */
type Seen = (
  lookAt: (seconds: number) => string,
) => Omit<VerifiedData, 'tenant' | 'requestId' | 'connectionId' | 'before' | 'movedAt'>;

interface Story {
  /** The move is made by the core; what is seen afterwards stands here. */
  move: { requestId: string };
  /** By file name, in the order in which they are published. */
  verdicts: Readonly<Record<string, Seen>>;
}

const ON_TARGET = { parentConnectionId: LAG, connection: MOVED_RECORD };
const MOVED_ON = { parentConnectionId: OTHER_LAG, connection: { ...MOVED_RECORD, lagId: OTHER_LAG } };
const NEVER_GOOD = { firstGoodAt: null, resolutionSeconds: null };

/** A new one comes last: the number of its place is in the ids of each. */
const STORIES: readonly Story[] = [
  {
    move: { requestId: 'order-4711.move-1', ...GOLDEN_REQUESTS.full },
    verdicts: {
      'verified-healthy': (lookAt) => ({
        ...{ verdict: 'HEALTHY', failings: [], after: ON_TARGET, looks: 6 },
        ...{ lastBadAt: null, firstGoodAt: lookAt(60), resolutionSeconds: 60, observedAt: lookAt(360) },
      }),
    },
  },
  {
    move: goldenRequest('order-unhealthy.move-1'),
    verdicts: {
      'verified-unhealthy': (lookAt) => ({
        ...{ verdict: 'UNHEALTHY', failings: ['STATE'], ...NEVER_GOOD, looks: 10 },
        after: { ...ON_TARGET, connection: { ...MOVED_RECORD, connectionState: 'down' } },
        ...{ lastBadAt: lookAt(600), observedAt: lookAt(600) },
      }),
      'verified-healthy-after-unhealthy': (lookAt) => ({
        ...{ verdict: 'HEALTHY', failings: [], after: ON_TARGET, looks: 26 },
        ...{ lastBadAt: lookAt(1200), firstGoodAt: lookAt(1260), resolutionSeconds: 180, observedAt: lookAt(1560) },
      }),
    },
  },
  {
    move: goldenRequest('order-unknown.move-1'),
    verdicts: {
      'verified-unknown': () => ({
        ...{ verdict: 'UNKNOWN', failings: ['NOT_LOOKED_AT'], ...NEVER_GOOD, after: null, looks: 0 },
        ...{ lastBadAt: null, observedAt: null },
      }),
    },
  },
  {
    move: goldenRequest('order-overtaken.move-1'),
    verdicts: {
      'verified-overtaken': (lookAt) => ({
        ...{ verdict: 'OVERTAKEN', failings: ['NOT_ON_TARGET'], ...NEVER_GOOD, after: MOVED_ON, looks: 3 },
        ...{ lastBadAt: lookAt(180), observedAt: lookAt(180) },
      }),
    },
  },
  {
    move: goldenRequest('order-gone.move-1'),
    verdicts: {
      'verified-gone': (lookAt) => ({
        ...{ verdict: 'GONE', failings: ['NOT_ON_TARGET'], ...NEVER_GOOD, after: null, looks: 4 },
        ...{ lastBadAt: lookAt(240), observedAt: lookAt(240) },
      }),
    },
  },
  {
    move: goldenRequest('order-moved-away.move-1'),
    verdicts: {
      'verified-moved-away': (lookAt) => ({
        ...{ verdict: 'MOVED_AWAY', failings: ['NOT_ON_TARGET'], ...NEVER_GOOD, after: MOVED_ON, looks: 2 },
        ...{ lastBadAt: lookAt(120), observedAt: lookAt(120) },
      }),
    },
  },
];

/** After the verdict's look, until it is recorded. */
const RECORDED_AFTER = 2 * SECOND;

/** An event of each verdict, and of one that follows another, by file name. */
export async function goldenVerified(): Promise<Map<string, Record<string, unknown>>> {
  const events = new Map<string, Record<string, unknown>>();
  for (const [index, { move, verdicts }] of STORIES.entries()) {
    const world = new GoldenWorld(FIRST_NUMBER + 10 * index);
    await world.deliver(move);
    const { metadata } = JSON.parse(world.published.at(-1)?.detail ?? '') as EventDetail;
    const { occurredAt: movedAt, eventId, schemaVersion, service, ...asRecorded } = metadata;
    const lookAt = (seconds: number) => formatTime(Date.parse(movedAt) + seconds * SECOND);
    const line = { tenant: 'orders', requestId: move.requestId, connectionId: CONNECTION, movedAt };
    const before = { parentConnectionId: INTERCONNECT, connection: RECORD };
    for (const [place, [name, seen]] of Object.entries(verdicts).entries()) {
      const verdict = seen(lookAt);
      const recordedAt = Date.parse(verdict.observedAt ?? lookAt(600)) + RECORDED_AFTER;
      const recorded = {
        ...asRecorded,
        correlationId: metadata.correlationId ?? '',
        occurredAt: formatTime(recordedAt),
      };
      const event = verifiedEvent(recorded, { ...line, before, ...verdict });
      events.set(name, delivered(event, FIRST_NUMBER + 10 * index + place));
    }
  }
  return events;
}

/** Apart from the numbers of the outcomes. */
const FIRST_NUMBER = 1001;

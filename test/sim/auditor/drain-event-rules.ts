import { DRAIN_EVENTS } from '../../../src/contract/operations/names.ts';
import type { BusEvent } from '../../../src/migration/ports/bus.ts';
import type { Evidence } from './evidence.ts';

/** D10: the bus has accepted an event about a drain, or about the maintenance of a line: once more only to the letter. */
export function judgeDrainEvent(evidence: Evidence, event: BusEvent): void {
  const { drains, time } = evidence;
  if (!drains) {
    evidence.object('drain D10', `${event.detailType} is published, and there are no drains`);
    return;
  }
  const known = drains.accepted.get(event.eventId);
  // A ledger that was put back has forgotten what was told.
  const isForgotten = known && known.atMs < (evidence.restoredAtMs ?? 0);
  if (known && !isForgotten && known.event.detail !== event.detail)
    evidence.object('drain D10', `${event.detailType} ${event.eventId} is published again with other content`);
  if (known) {
    evidence.count('repeated events of drains');
    return;
  }
  drains.accepted.set(event.eventId, { event, atMs: time.now });
  const isOfDrain = (DRAIN_EVENTS as readonly string[]).includes(event.detailType);
  evidence.count(isOfDrain ? event.detailType : 'events of maintenance');
  if (isOfDrain) judgeState(evidence, event);
}

interface Told {
  drainId: string;
  rev: number;
  digest: string;
  stops: { id: string }[];
}

/** What an event says of a drain was so when it was written, or later. */
function judgeState(evidence: Evidence, { detailType, detail }: BusEvent): void {
  const { data } = JSON.parse(detail) as { data: Told };
  const states = (evidence.drains?.writes.get(data.drainId) ?? []).map(({ after }) => after);
  const isSo = states.some(({ phase, stops, digest, rev }) => {
    if (digest !== data.digest || rev !== data.rev) return false;
    if (detailType === 'Drain Stopped') return data.stops.every(({ id }) => stops.some((stop) => stop.id === id));
    const ended = /^Drain (Completed|Aborted|Expired)$/.exec(detailType)?.[1];
    return ended === undefined || phase === ended.toUpperCase();
  });
  if (!isSo) evidence.object('drain D10', `${detailType} of ${data.drainId} is told, which was never so`);
}

import { DRAIN_EVENTS } from '../../../src/contract/operations/names.ts';
import type { BusEvent } from '../../../src/migration/ports/bus.ts';
import type { DrainEvidence } from './drain-evidence.ts';
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
  if (!isOfDrain) return;
  judgeState(evidence, event);
  if (event.detailType === 'Drain Resumed') judgeResumed(evidence, drains, event);
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

/** D10: why it stood was told before it is told that it goes on, each time anew. */
function judgeResumed(evidence: Evidence, { accepted }: DrainEvidence, { detail }: BusEvent): void {
  const { data } = JSON.parse(detail) as { data: Told };
  // One that was put back knows what it has told of a stop, and not that it was resumed.
  if (evidence.restoredAtMs !== undefined) return;
  const timesTold = (detailType: string, id: string) =>
    [...accepted.values()].filter(({ event }) => {
      if (event.detailType !== detailType) return false;
      const other = (JSON.parse(event.detail) as { data: Told }).data;
      return other.drainId === data.drainId && other.stops.some((stop) => stop.id === id);
    }).length;
  for (const { id } of data.stops)
    if (timesTold('Drain Stopped', id) < timesTold('Drain Resumed', id))
      evidence.object('drain D10', `${data.drainId} goes on after ${id}, and no event has said that it stood for that`);
}

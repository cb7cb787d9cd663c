import type { EventDetail } from '../../src/contract/event.ts';
import { SERVICE } from '../../src/contract/event-names.ts';
import { VERIFIED } from '../../src/contract/operations/names.ts';
import type { VerifiedDetail } from '../../src/contract/operations/verified.ts';
import type { Consumer } from '../consumers/start-consumers.ts';

/** One event as a consumer took it from its queue: an outcome, unless it is a verdict on a moved line. */
export interface Received<Detail = EventDetail> {
  consumer: Consumer;
  receivedAtMs: number;
  detail: Detail;
}

/** All that consumers took from their queues, oldest first, by what it is: of maintenance only that it came. */
export class Deliveries {
  readonly outcomes: Received[] = [];
  readonly verdicts: Received<VerifiedDetail>[] = [];
  /** The ids of all. */
  readonly #eventIds: string[] = [];

  add(consumer: Consumer, body: string): void {
    const event = JSON.parse(body) as { source: string; 'detail-type': string; detail: EventDetail | VerifiedDetail };
    const { source, 'detail-type': type, detail } = event;
    const received = { consumer, receivedAtMs: Date.now() };
    if (source === SERVICE) this.outcomes.push({ ...received, detail: detail as EventDetail });
    else if (type === VERIFIED) this.verdicts.push({ ...received, detail: detail as VerifiedDetail });
    this.#eventIds.push(detail.metadata.eventId);
  }

  /** The place of an event's first delivery among all of them. */
  placeOf(eventId: string): number {
    return this.#eventIds.indexOf(eventId);
  }
}

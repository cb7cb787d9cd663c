import type { Context } from '../context/context.ts';
import { type Depth, depthsOf, listQueues, type Queue, type QueueKind } from './queues.ts';

/** A dead-letter queue of events, which has no tenant's requests, and what to do about what is in it. */
export interface OtherDeadLetters {
  queue: string;
  url: string;
  about: number;
  what: string;
  todo: string;
}

const KINDS: Partial<Record<QueueKind, { what: string; todo: string }>> = {
  'consumer-dlq': {
    what: 'outcomes that a consumer has not received',
    todo: 'fix the consumer, then move them back: docs/operations/alarms/consumer-dlq.md',
  },
  'outcomes-dlq': {
    what: 'outcomes that a tenant has not received',
    todo: "have the tenant's target put right, then replay: docs/operations/alarms/consumer-dlq.md",
  },
  'bus-dlq': {
    what: 'events that the bus could not process',
    todo: "see to the bus's key first: docs/operations/alarms/bus-dlq.md",
  },
};

/** Those that are not empty. */
export async function otherDeadLetters(context: Pick<Context, 'aws' | 'stage'>): Promise<OtherDeadLetters[]> {
  const queues = (await listQueues(context)).filter(({ kind }) => KINDS[kind]);
  const depths = await depthsOf(context, queues);
  return [...depths].flatMap(([queue, depth]) => toOther(queue, depth) ?? []);
}

function toOther({ kind, name, url }: Queue, { waiting, hidden }: Depth): OtherDeadLetters | undefined {
  const words = KINDS[kind];
  return words && waiting + hidden > 0 ? { queue: name, url, about: waiting + hidden, ...words } : undefined;
}

/** Of a name that is no tenant's: whether it is one of these queues. */
export async function otherQueueNamed(
  context: Pick<Context, 'aws' | 'stage'>,
  name: string,
): Promise<{ what: string; todo: string } | undefined> {
  const queue = (await listQueues(context)).find((one) => one.name === name || context.stage.queue(one.name) === name);
  return queue && KINDS[queue.kind];
}

import type { Clock } from '../clock.ts';

/**
 * The envelope that targets receive ("EventBridge event structure", EventBridge User Guide): key order as AWS prints it,
 * `time` is UTC with whole seconds, `id` is new for every entry of a PutEvents call and every tick of a schedule.
 */
export interface EventBridgeEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Whose events these are, and where time and ids come from. */
export interface EventContext {
  readonly region: string;
  readonly account: string;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** What an event carries beyond its context; `atMs` is in epoch milliseconds. */
export interface EventContent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
  readonly atMs: number;
}

/** Wraps content into the envelope. */
export function buildEvent(context: EventContext, content: EventContent): EventBridgeEvent {
  return {
    version: '0',
    id: context.newId(),
    'detail-type': content.detailType,
    source: content.source,
    account: context.account,
    time: `${new Date(content.atMs).toISOString().slice(0, 19)}Z`,
    region: context.region,
    resources: content.resources,
    detail: content.detail,
  };
}

/** An event in a line for people: its id and type, and the id that the service gave it; nothing else of its content. */
export function nameOf({ id, detail, 'detail-type': type }: EventBridgeEvent): string {
  const { eventId } = (detail.metadata ?? {}) as { eventId?: unknown };
  const own = typeof eventId === 'string' && /^[\w.:-]{1,200}$/.test(eventId) ? `, eventId ${eventId}` : '';
  return `event ${id} (${JSON.stringify(type)}${own})`;
}

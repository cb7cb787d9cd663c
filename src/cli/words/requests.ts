import { formatTime } from '../../contract/time.ts';
import type { RequestItem, RequestKey } from '../../migration/model/request-item.ts';

/** A request as `dxm show` takes it: `orders/r1`. Neither part can hold a slash. */
export function named({ tenant, requestId }: RequestKey): string {
  return `${tenant}/${requestId}`;
}

export function move({ expectedParentConnectionId: from, parentConnectionId: to }: RequestItem['request']): string {
  return from === to ? `stays on ${to}` : `${from} → ${to}`;
}

/** For JSON: null where there is none. */
export function utc(atMs: number | undefined): string | null {
  return atMs === undefined ? null : formatTime(atMs);
}

/** The outcome is recorded, and the bus has not taken its event. */
export function isUnpublished({ event, publishedEventId }: RequestItem): boolean {
  return event !== undefined && event.eventId !== publishedEventId;
}

import { type Attributes, readText } from '../../aws/attributes.ts';
import { isBacklog } from '../../aws/due-index.ts';
import { fromAttributes } from '../../aws/request-attributes.ts';
import type { RequestItem } from '../../migration/model/request-item.ts';

/** A request as the ledger has it, finished or not. */
export interface StoredRequest {
  item: RequestItem;
  /** Whether `dispatch` takes it up, in its tenant's turn, and not `reconcile`. */
  isInBacklog: boolean;
  /** What keeps it from being called for now, whoever's turn it is, or null; undefined where that was not read. */
  stop?: Stop | null;
}

/** What stands in the way of a call by `CONTROL`. Times in milliseconds since the epoch. */
export interface Stop {
  cause: 'paused' | 'circuit' | 'frozen' | 'closed';
  /** The circuit breaker, the freeze, or the parent. */
  obstacle?: string;
  /** Since when it stands; the request may have come later. */
  fromMs: number;
  untilMs?: number;
}

export function toStoredRequest(attributes: Attributes): StoredRequest {
  return { item: fromAttributes(attributes), isInBacklog: isBacklog(readText(attributes, 'due') ?? '') };
}

import { type Attributes, readText } from '../../aws/attributes.ts';
import { isBacklog } from '../../aws/due-index.ts';
import { fromAttributes } from '../../aws/request-attributes.ts';
import type { RequestItem } from '../../migration/model/request-item.ts';

/** A request as the ledger has it, finished or not. */
export interface StoredRequest {
  item: RequestItem;
  /** Whether `dispatch` takes it up, in its tenant's turn, and not `reconcile`. */
  isInBacklog: boolean;
}

export function toStoredRequest(attributes: Attributes): StoredRequest {
  return { item: fromAttributes(attributes), isInBacklog: isBacklog(readText(attributes, 'due') ?? '') };
}

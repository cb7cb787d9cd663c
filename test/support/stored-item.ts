import { keyOf, type RequestItem } from '../../src/migration/model/request-item.ts';
import type { BacklogEntry, WokenBy } from '../../src/migration/ports/due-index.ts';
import { copy } from './copy.ts';

/** As the table has it: with the partition of the index. */
export type StoredItem = RequestItem & { unclearAttemptId?: string; wokenBy: WokenBy };

/** As the index has it. */
export function toEntry(item: StoredItem): BacklogEntry {
  const { dueAtMs = 0, callByMs, postponements, request } = item;
  return { key: keyOf(item), dueAtMs, callByMs, isOpenEnded: request.notAfter === undefined, postponements };
}

/** Without what only the table and its index know. */
export function toItem(stored: StoredItem): RequestItem {
  const { wokenBy: _woken, unclearAttemptId: _unclear, ...item } = copy(stored);
  return item;
}

import type { AsRead } from '../../src/migration/model/request-item.ts';
import type { OutcomeFrom, RecordedOutcome } from '../../src/migration/ports/requests.ts';
import type { StoredItem } from './stored-item.ts';

export function isReceived(read: AsRead): (item: StoredItem) => boolean {
  return ({ state, attempts, fence }) => state === 'RECEIVED' && attempts === read.attempts && fence === read.fence;
}

export function isCalled(attemptId: string): (item: StoredItem) => boolean {
  return ({ state, attempt }) => (state === 'CALLING' || state === 'HELD') && attempt?.id === attemptId;
}

export function isCalling(attemptId: string): (item: StoredItem) => boolean {
  return ({ state, attempt }) => state === 'CALLING' && attempt?.id === attemptId;
}

export function conditionOf(from: OutcomeFrom, state: RecordedOutcome['state']): (item: StoredItem) => boolean {
  if (!('attempt' in from)) return isReceived(from);
  return state === 'HELD' ? isCalling(from.attempt.id) : isCalled(from.attempt.id);
}

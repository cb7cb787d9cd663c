import type { EventDetail } from '../../contract/event.ts';
import type { HistoryEntry } from '../../migration/model/history.ts';
import type { Transition } from '../../migration/model/log-lines.ts';
import type { RequestItem } from '../../migration/model/request-item.ts';
import { printable } from '../output/printable.ts';

const TRANSITIONS: Record<Transition, string> = {
  received: 'received: from here on it ends in an outcome',
  calling: 'calling: the intent is stored, and the call made once',
  intentRevoked: 'intentRevoked: it was not called after all',
  unclear: 'unclear: the answer does not say what happened',
  unanswered: 'unanswered: no one lived to see an answer',
  reopened: 'reopened: known to have moved nothing',
  held: 'held: no effect showed in time, a person decides',
  retried: 'retried: a person decided to call again',
  migrated: 'migrated',
  failed: 'failed',
  rejected: 'rejected',
  planned: 'planned',
};

/** One entry of a history, printable. */
export function entryText({ what, attempts, cause, awsRequestId, by, why }: HistoryEntry): string {
  const isOfCall = what !== 'received' && attempts > 0;
  const parts = [
    TRANSITIONS[what] ?? what,
    cause,
    isOfCall ? `call ${attempts}` : undefined,
    // Of an intent, it would be the call's before.
    awsRequestId !== undefined && what !== 'calling' ? `AWS request ${awsRequestId}` : undefined,
    by === undefined ? undefined : `by ${by}: ${why ?? ''}`,
  ];
  return parts.flatMap((part) => (part === undefined ? [] : [printable(part)])).join(', ');
}

/** The outcome as it is, or will be, published. */
export function outcomeOf({ event }: RequestItem): EventDetail | undefined {
  return event && (JSON.parse(event.detail) as EventDetail);
}

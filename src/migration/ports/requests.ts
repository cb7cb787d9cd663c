import type { OutcomeEvent } from '../../contract/event.ts';
import type { HistoryEntry } from '../model/history.ts';
import type {
  AsRead,
  Attempt,
  Ended,
  PendingRejection,
  RequestItem,
  RequestKey,
  State,
  TransitioningPeriod,
} from '../model/request-item.ts';
import type { WaitsFor } from '../model/waits-for.ts';

export type OutcomeFrom = ({ state: 'RECEIVED' } & AsRead) | { attempt: Attempt };

export interface RecordedOutcome {
  state: Exclude<State, 'RECEIVED' | 'CALLING'>;
  ended: Ended;
  event: OutcomeEvent;
}

/** `REQUEST#<tenant>#<requestId>`. What gets a request on also forgets what it waited for. */
export interface Requests {
  /** W1. False if the key exists. */
  claim(item: RequestItem): Promise<boolean>;
  read(key: RequestKey): Promise<RequestItem | undefined>;
  /** W3: RECEIVED → CALLING, if still RECEIVED as read; without a due time it keeps its own. */
  intend(
    key: RequestKey,
    read: AsRead,
    attempt: Attempt,
    dueAtMs: number | undefined,
    entry: HistoryEntry,
  ): Promise<boolean>;
  /**
   * CALLING or HELD → RECEIVED under this attempt id: the call is known not to have moved anything. Without
   * `transitioning` the item forgets its own; without `waitsFor` it is called for again at once.
   */
  reopen(
    key: RequestKey,
    attempt: Attempt,
    transitioning: TransitioningPeriod | undefined,
    dueAtMs: number,
    entry: HistoryEntry,
    waitsFor?: WaitsFor,
  ): Promise<boolean>;
  /** CALLING → RECEIVED under this attempt id, as the item was before W3: its caller has not called, and will not. */
  revokeIntent(
    key: RequestKey,
    attempt: Attempt,
    before: RequestItem,
    dueAtMs: number,
    entry: HistoryEntry,
  ): Promise<boolean>;
  /** Marks the attempt as unclear, once, while it is CALLING: from then on its effect is waited for. */
  markUnclear(
    key: RequestKey,
    attempt: Attempt,
    dueAtMs: number,
    entry: HistoryEntry,
    waitsFor: WaitsFor,
  ): Promise<boolean>;
  /**
   * W4: the outcome, if RECEIVED as read, or CALLING or HELD under the attempt's id; HELD itself only from
   * CALLING. Without a due time it keeps its own. The item as that has left it.
   */
  recordOutcome(
    key: RequestKey,
    from: OutcomeFrom,
    outcome: RecordedOutcome,
    dueAtMs: number | undefined,
    entry: HistoryEntry,
  ): Promise<RequestItem | undefined>;
  /** W6: published, if the pending event is this one; a final outcome is then due no more. */
  markPublished(key: RequestKey, eventId: string, final: boolean): Promise<boolean>;
  /** Stores a rejection that waits for a second observation, and moves the fence on, if RECEIVED as read. */
  notePendingRejection(key: RequestKey, read: AsRead, pending: PendingRejection): Promise<boolean>;
  /** Moves the fence on, if RECEIVED as read: whoever has read it before holds the lock no more, and writes no intent. */
  standDown(key: RequestKey, read: AsRead): Promise<boolean>;
  /** Forgets it, if RECEIVED as read. */
  clearPendingRejection(key: RequestKey, read: AsRead): Promise<boolean>;
}

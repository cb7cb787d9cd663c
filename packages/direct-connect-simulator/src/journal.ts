import type { TextOrigin } from './service-error.ts';
import type { FaultKind } from './topology/fault-schema.ts';

/** How a call ended, as far as the simulator knows. */
export type CallAnswer =
  /** Still being worked on, or held back. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'success'; readonly status: 200 }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly type: string;
      readonly message: string;
      readonly origin: TextOrigin;
    }
  /** The socket was destroyed instead of an answer. */
  | { readonly kind: 'dropped' }
  | { readonly kind: 'garbage'; readonly status: number }
  /** The client went away before there was an answer. */
  | { readonly kind: 'unanswered' };

/** What a call with a spoiled answer did: a refused one changed nothing. `moved` is AssociateHostedConnection's. */
export type HiddenEffect =
  | { readonly outcome: 'waiting'; readonly dueAt: number }
  | { readonly outcome: 'moved' | 'changed'; readonly at: number }
  | { readonly outcome: 'unchanged'; readonly at: number }
  | { readonly outcome: 'refused'; readonly at: number; readonly reason: string };

/** One call. Times are milliseconds since the epoch. */
export interface CallEntry {
  /** Counts calls and moves together, so that their order is plain. */
  readonly seq: number;
  readonly time: number;
  readonly requestId: string;
  /** As sent; null where the request named none. */
  readonly operation: string | null;
  readonly parameters: unknown;
  /** Null where the request was not signed. */
  readonly account: string | null;
  readonly accessKeyId: string | null;
  readonly answer: CallAnswer;
  readonly answeredAt: number | null;
  /** The fault that met the call. */
  readonly fault: { readonly id: number; readonly kind: FaultKind } | null;
  /** With a fault that hides what the move did. */
  readonly hiddenEffect: HiddenEffect | null;
}

/** One effective move: the connection's line was interrupted. */
export interface MoveEntry {
  readonly seq: number;
  readonly time: number;
  readonly connectionId: string;
  readonly from: string;
  readonly to: string;
  /** `seq` and `requestId` of the call that asked for it. */
  readonly callSeq: number;
  readonly requestId: string;
}

export interface JournalView {
  /** How many of the oldest calls, and moves of such calls, are not in it any more. */
  readonly dropped: { readonly calls: number; readonly moves: number };
  readonly calls: readonly CallEntry[];
  readonly moves: readonly MoveEntry[];
}

export type NewCall = Pick<CallEntry, 'time' | 'requestId' | 'operation' | 'parameters' | 'account' | 'accessKeyId'>;

/** The latest calls with their effective moves, in order; the oldest go when there is no room for more. */
export interface Journal {
  /** @returns the call's seq */
  begin(call: NewCall): number;
  /** Without effect on a call that has been dropped. */
  amend(seq: number, change: Partial<Pick<CallEntry, 'answer' | 'answeredAt' | 'fault' | 'hiddenEffect'>>): void;
  recordMove(callSeq: number, move: Pick<MoveEntry, 'time' | 'connectionId' | 'from' | 'to'>): void;
  view(): JournalView;
}

/** What is reckoned for an entry beside what the call sent: its answer, and the moves of it. */
const ENTRY = 1024;

interface Kept {
  call: CallEntry;
  readonly moves: MoveEntry[];
  readonly bytes: number;
}

/** @param mostBytes how much is kept, by what the entries are as JSON; the latest call always is */
export function createJournal(mostBytes: number): Journal {
  const kept = new Map<number, Kept>();
  const dropped = { calls: 0, moves: 0 };
  let bytes = 0;
  let last = 0;
  const nextSeq = () => {
    last += 1;
    return last;
  };
  const makeRoom = () => {
    for (const [seq, { moves, bytes: freed }] of kept) {
      if (bytes <= mostBytes || kept.size === 1) return;
      kept.delete(seq);
      bytes -= freed;
      dropped.calls += 1;
      dropped.moves += moves.length;
    }
  };
  return {
    begin: (call) => {
      const seq = nextSeq();
      const open = { answer: { kind: 'pending' }, answeredAt: null, fault: null, hiddenEffect: null } as const;
      const entry = { call: { seq, ...call, ...open }, moves: [], bytes: ENTRY + JSON.stringify(call).length };
      kept.set(seq, entry);
      bytes += entry.bytes;
      makeRoom();
      return seq;
    },
    amend: (seq, change) => {
      const entry = kept.get(seq);
      if (entry) entry.call = { ...entry.call, ...change };
    },
    recordMove: (callSeq, move) => {
      const entry = kept.get(callSeq);
      const seq = nextSeq();
      if (entry) entry.moves.push({ seq, ...move, callSeq, requestId: entry.call.requestId });
      else dropped.moves += 1;
    },
    view: () => ({
      dropped: { ...dropped },
      calls: [...kept.values()].map(({ call }) => call),
      moves: [...kept.values()].flatMap(({ moves }) => moves).sort((one, other) => one.seq - other.seq),
    }),
  };
}

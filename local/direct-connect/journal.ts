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

/** What a spoiled answer's move did: a refused one moved nothing. */
export type HiddenEffect =
  | { readonly outcome: 'waiting'; readonly dueAt: number }
  | { readonly outcome: 'moved'; readonly at: number }
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
  readonly calls: readonly CallEntry[];
  readonly moves: readonly MoveEntry[];
}

export type NewCall = Pick<CallEntry, 'time' | 'requestId' | 'operation' | 'parameters' | 'account' | 'accessKeyId'>;

/** Every call and every effective move, in order, since the start. */
export interface Journal {
  /** @returns the call's seq */
  begin(call: NewCall): number;
  amend(seq: number, change: Partial<Pick<CallEntry, 'answer' | 'answeredAt' | 'fault' | 'hiddenEffect'>>): void;
  recordMove(callSeq: number, move: Pick<MoveEntry, 'time' | 'connectionId' | 'from' | 'to'>): void;
  view(): JournalView;
}

export function createJournal(): Journal {
  const calls = new Map<number, CallEntry>();
  const moves: MoveEntry[] = [];
  let last = 0;
  const nextSeq = () => {
    last += 1;
    return last;
  };
  const get = (seq: number): CallEntry => {
    const call = calls.get(seq);
    if (call === undefined) throw new Error(`no call ${seq} in the journal`);
    return call;
  };
  return {
    begin: (call) => {
      const seq = nextSeq();
      const open = { answer: { kind: 'pending' }, answeredAt: null, fault: null, hiddenEffect: null } as const;
      calls.set(seq, { seq, ...call, ...open });
      return seq;
    },
    amend: (seq, change) => {
      calls.set(seq, { ...get(seq), ...change });
    },
    recordMove: (callSeq, move) => {
      moves.push({ seq: nextSeq(), ...move, callSeq, requestId: get(callSeq).requestId });
    },
    view: () => ({ calls: [...calls.values()], moves: [...moves] }),
  };
}

import type { Since } from './history.ts';
import type { TextOrigin } from './service-error.ts';
import type { FaultKind } from './topology/fault-schema.ts';
import type { LineBehaviour } from './topology/line-schema.ts';
import type { Outage } from './world.ts';

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
  /** Counts all entries together, so that their order is plain. */
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

/** What became of a line, after a move or because the admin endpoint said so. */
export interface LineEntry {
  readonly seq: number;
  readonly time: number;
  readonly connectionId: string;
  readonly kind: LineBehaviour['kind'] | 'up';
  /** What it is, and from when on: later ones are void once there is a later entry, or move, of the line. */
  readonly states: readonly Since<Outage>[];
  /** Of the call that moved it; null without one. */
  readonly callSeq: number | null;
  /** The fault that met the move. */
  readonly faultId: number | null;
}

/** A link that was taken down or up, and what became of its LAG. */
export interface LinkEntry {
  readonly seq: number;
  readonly time: number;
  /** An interconnect, or a LAG whose links were never told. */
  readonly id: string;
  readonly state: 'up' | 'down';
  /** Null if it is in no LAG. */
  readonly lagId: string | null;
  readonly lagState: string | null;
}

export interface JournalView {
  /** How many of the oldest entries are not in it any more. What a call brought about goes with the call. */
  readonly dropped: { readonly calls: number; readonly moves: number; readonly lines: number; readonly links: number };
  readonly calls: readonly CallEntry[];
  readonly moves: readonly MoveEntry[];
  readonly lines: readonly LineEntry[];
  readonly links: readonly LinkEntry[];
}

export type NewCall = Pick<CallEntry, 'time' | 'requestId' | 'operation' | 'parameters' | 'account' | 'accessKeyId'>;

/** The latest calls with what they brought about, in order; the oldest go when there is no room for more. */
export interface Journal {
  /** @returns the call's seq */
  begin(call: NewCall): number;
  /** Without effect on a call that has been dropped. */
  amend(seq: number, change: Partial<Pick<CallEntry, 'answer' | 'answeredAt' | 'fault' | 'hiddenEffect'>>): void;
  recordMove(callSeq: number, move: Pick<MoveEntry, 'time' | 'connectionId' | 'from' | 'to'>): void;
  recordLine(line: Omit<LineEntry, 'seq'>): LineEntry;
  recordLink(link: Omit<LinkEntry, 'seq'>): LinkEntry;
  view(): JournalView;
}

/** What is reckoned for an entry beside what the call sent: its answer, and the moves of it. */
const ENTRY = 1024;

/** What goes together: a call with what it brought about, or what the admin endpoint did. */
interface Kept {
  call: CallEntry | undefined;
  readonly moves: MoveEntry[];
  readonly lines: LineEntry[];
  readonly links: LinkEntry[];
  bytes: number;
}

/** @param mostBytes how much is kept, by what the entries are as JSON; the latest always is */
export function createJournal(mostBytes: number): Journal {
  const kept = new Map<number, Kept>();
  const dropped = { calls: 0, moves: 0, lines: 0, links: 0 };
  let bytes = 0;
  let last = 0;
  const nextSeq = () => {
    last += 1;
    return last;
  };
  const makeRoom = () => {
    for (const [seq, { call, moves, lines, links, bytes: freed }] of kept) {
      if (bytes <= mostBytes || kept.size === 1) return;
      kept.delete(seq);
      bytes -= freed;
      dropped.calls += call === undefined ? 0 : 1;
      dropped.moves += moves.length;
      dropped.lines += lines.length;
      dropped.links += links.length;
    }
  };
  const keep = (seq: number, entry: Partial<Kept>, sent: unknown) => {
    const size = ENTRY + JSON.stringify(sent).length;
    kept.set(seq, { call: undefined, moves: [], lines: [], links: [], ...entry, bytes: size });
    bytes += size;
    makeRoom();
  };
  const addLine = (callSeq: number, line: LineEntry) => {
    const call = kept.get(callSeq);
    if (call === undefined) {
      dropped.lines += 1;
      return;
    }
    call.lines.push(line);
    // A line that flaps has up to two hundred states.
    const size = JSON.stringify(line).length;
    call.bytes += size;
    bytes += size;
    makeRoom();
  };
  const inOrder = <T extends { readonly seq: number }>(entriesOf: (one: Kept) => readonly T[]) =>
    [...kept.values()].flatMap(entriesOf).sort((one, other) => one.seq - other.seq);
  return {
    begin: (call) => {
      const seq = nextSeq();
      const open = { answer: { kind: 'pending' }, answeredAt: null, fault: null, hiddenEffect: null } as const;
      keep(seq, { call: { seq, ...call, ...open } }, call);
      return seq;
    },
    amend: (seq, change) => {
      const entry = kept.get(seq);
      if (entry?.call) entry.call = { ...entry.call, ...change };
    },
    recordMove: (callSeq, move) => {
      const call = kept.get(callSeq);
      const seq = nextSeq();
      if (call?.call) call.moves.push({ seq, ...move, callSeq, requestId: call.call.requestId });
      else dropped.moves += 1;
    },
    recordLine: (line) => {
      const entry = { seq: nextSeq(), ...line };
      if (line.callSeq === null) keep(entry.seq, { lines: [entry] }, entry);
      else addLine(line.callSeq, entry);
      return entry;
    },
    recordLink: (link) => {
      const entry = { seq: nextSeq(), ...link };
      keep(entry.seq, { links: [entry] }, entry);
      return entry;
    },
    view: () => ({
      dropped: { ...dropped },
      calls: inOrder(({ call }) => (call === undefined ? [] : [call])),
      moves: inOrder(({ moves }) => moves),
      lines: inOrder(({ lines }) => lines),
      links: inOrder(({ links }) => links),
    }),
  };
}

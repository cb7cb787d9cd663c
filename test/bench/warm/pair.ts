import { createAdminClient } from '#direct-connect-simulator';
import type { Bed } from '../bed/bed.ts';
import { openSubject } from '../handler/subject.ts';
import { PACE_MS } from '../variants/ours.ts';
import type { Variant } from '../variants/variant.ts';
import type { Runner } from './rounds.ts';

/** Ours, and the handler that it is compared with, each with as many lines on its parents. */
export interface Pair {
  lines: number;
  ours: Runner;
  peer: Runner;
}

export interface PairOptions {
  bed: Bed;
  ours: Variant;
  peer: Variant;
  /** On each parent. */
  lines: number;
  /** The bundled program of their processes. */
  runner: string;
  log: (line: string) => void;
}

/** Opens both, in processes that have loaded nothing yet. */
export async function openPair({ ours, peer, lines, ...shared }: PairOptions): Promise<Pair> {
  const open = async (variant: Variant, name: string): Promise<Runner> => {
    const subject = await openSubject({ ...shared, variant, lines, name: `${name}${lines}` });
    return { subject, process: subject.start() };
  };
  return { lines, ours: await open(ours, 'ours'), peer: await open(peer, 'peer') };
}

/**
 * How long Direct Connect takes to answer a move where several come in one delivery, one after the other: the next one then has its turn,
 * which the pace gives 50 ms later. On AWS it takes longer. It is no processor time of the handler's.
 */
const ANSWER_MS = PACE_MS + 10;

/** Has Direct Connect answer moves as slowly as that. */
export async function slowDown({ ours, peer }: Pair): Promise<void> {
  for (const { subject } of [ours, peer]) {
    const admin = createAdminClient(subject.place.directConnect.url);
    await admin.armFault({ kind: 'latency', ms: ANSWER_MS, times: 1_000_000 });
  }
}

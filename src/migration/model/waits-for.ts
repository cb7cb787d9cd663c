import type { Rest, RetryCause, SleepCause } from '../step-result.ts';
import type { RequestItem } from './request-item.ts';

export type WaitCause = RetryCause | SleepCause;

/** What a request waits for, as its item says it. Times in milliseconds since the epoch. */
export interface WaitsFor {
  cause: WaitCause;
  /** What exactly is in the way, where that is known: the request that has the line, the circuit breaker that is open, another line. */
  obstacle?: string;
  /** Since when it has been found to wait for this each time. */
  sinceMs: number;
  /** When that ends, as far as is known. */
  untilMs?: number;
}

/** As far as a request can go now, and not at its end. */
export type Waiting = Extract<Rest, { cause: WaitCause }>;

/** Waits that end when they are due. The others are asked about again then; of a freeze it is known besides when it ends. */
const WITH_END: ReadonlySet<WaitCause> = new Set<WaitCause>([
  'window',
  'circuit',
  'staleObservation',
  'secondObservation',
  'onTwoParents',
  'effectPending',
]);

export function hasEnd(cause: WaitCause): boolean {
  return WITH_END.has(cause);
}

/** What a request waits for from now on: since it was first found so, if the item as it was read says the same. */
export function waitsFor(rest: Waiting, { waitsFor: before }: Pick<RequestItem, 'waitsFor'>, now: number): WaitsFor {
  const { cause } = rest;
  const { until, obstacle, endsAtMs } = rest.kind === 'sleepUntil' ? rest : {};
  const ends = endsAtMs ?? (hasEnd(cause) ? until : undefined);
  return {
    cause,
    ...(obstacle === undefined ? {} : { obstacle }),
    sinceMs: before?.cause === cause ? before.sinceMs : now,
    ...(ends === undefined ? {} : { untilMs: ends }),
  };
}

import type { RequestItem } from '../../migration/model/request-item.ts';
import type { WaitCause } from '../../migration/model/waits-for.ts';
import { FOR_ALL } from '../../migration/ports/control.ts';
import type { Stop, StoredRequest } from '../ledger/stored-request.ts';
import { printable } from '../output/printable.ts';

/**
 * What a request waits for: a cause as its item says it; or, where that says none, what its state says: `person` decides it, the
 * `call` is under way, the outcome waits to be `published`, or it is `new`.
 */
export type Cause = WaitCause | 'person' | 'call' | 'published' | 'new';

/** Times in milliseconds since the epoch. */
export interface Wait {
  cause: Cause;
  obstacle?: string;
  sinceMs: number;
  untilMs?: number;
}

/** What keeps others waiting too, as an item says it: it may have begun or ended since. */
const STOPS: readonly (Cause | undefined)[] = ['paused', 'circuit', 'frozen', 'closed'];

/** Waits that a request in the backlog has for itself until it is due, and that the end of a stop would not shorten. */
const ITS_OWN: readonly (Cause | undefined)[] = ['window', 'denied'];

/** Waits that are asked about again long before they can be over. */
const ASK_AGAIN: readonly (Cause | undefined)[] = ['group', 'drainStopped'];

/**
 * What a request waits for now; undefined if it is at its end. Its item says it as it was found when it was last taken up; but one
 * whose time in the backlog has come waits for its turn, whatever it waited for before, unless a line of its owner is seen to be in
 * its way. While something stops its call, no turn comes: then it waits for that.
 */
export function waitOf({ item, isInBacklog, stop }: StoredRequest, now: number): Wait | undefined {
  const { state, dueAtMs, waitsFor, history, event, publishedEventId } = item;
  if (dueAtMs === undefined) return undefined;
  const isDue = dueAtMs < now;
  if (isInBacklog && stop && (isDue || !ITS_OWN.includes(waitsFor?.cause))) return stoppedBy(stop, item);
  if (ASK_AGAIN.includes(waitsFor?.cause)) return waitsFor;
  const isOver = stop === null && STOPS.includes(waitsFor?.cause);
  if (isInBacklog && waitsFor?.cause !== 'turn' && (isDue || isOver))
    return { cause: 'turn', sinceMs: Math.min(dueAtMs, now) };
  if (waitsFor) return waitsFor;
  const sinceMs = history.at(-1)?.atMs ?? dueAtMs;
  if (state === 'HELD' && event?.eventId === publishedEventId) return { cause: 'person', sinceMs };
  if (state === 'CALLING') return { cause: 'call', sinceMs };
  return { cause: state === 'RECEIVED' ? 'new' : 'published', sinceMs };
}

function stoppedBy({ fromMs, ...stop }: Stop, { waitsFor, history, request }: RequestItem): Wait {
  if (waitsFor?.cause === stop.cause) return { ...stop, sinceMs: waitsFor.sinceMs };
  const opensMs = request.notBefore === undefined ? fromMs : Date.parse(request.notBefore);
  return { ...stop, sinceMs: Math.max(fromMs, opensMs, history.at(-1)?.atMs ?? fromMs) };
}

/** To be read after "waits for": of any request, and where it is known what exactly is in its way. */
const WORDS: Record<Cause, string | readonly [general: string, of: (obstacle: string) => string]> = {
  person: "a person's decision",
  call: 'the answer to its call',
  published: 'the bus to take its outcome',
  new: 'nothing yet: it was not taken up so far',
  window: 'its window to open',
  turn: 'its turn to call',
  paused: 'the end of the pause',
  circuit: [
    'a circuit breaker to close',
    (circuit) => `the circuit breaker ${circuit === FOR_ALL ? 'for all' : `of ${circuit}`} to close`,
  ],
  frozen: ['the end of a freeze', (name) => `the end of the freeze ${name}`],
  closed: ['a closed parent to be opened', (parent) => `${parent} to be opened`],
  group: [
    'another line of the same owner, which may be down',
    (line) => `${line}, a line of the same owner, which may be down`,
  ],
  drainStopped: ['its drain, which is stopped, to go on', (stop) => `its drain to go on, which is stopped: ${stop}`],
  busy: ['another request, which has the line', (key) => `${key.replace('#', '/')}, which has the line`],
  place: "a place: too many of its tenant's requests for the line are open",
  effectPending: 'the effect of its call, which was not answered clearly',
  transitioning: 'the end of the transition that Direct Connect says the line is in',
  denied: 'access: Direct Connect denies it',
  secondObservation: 'a second look, to be sure of its rejection',
  staleObservation: 'a look that is late enough to count',
  onTwoParents: 'Direct Connect to list the line on one parent: it is on two',
  throttled: 'another try: Direct Connect was asked too often',
  unreachable: 'another try: Direct Connect could not be reached',
  outOfTime: 'another try: there was no time left for the call',
  contended: 'another try: others changed it at the same time',
  observationUnavailable: 'another try: Direct Connect could not be asked where the line is',
  observationUnfinished: 'another try: there is more to list than a run has time for',
  unpublished: 'the bus to take its outcome',
};

/** Every cause that a list may be asked for. */
export const CAUSES = Object.keys(WORDS) as readonly Cause[];

/** What it waits for, to be read after "waits for"; printable. */
export function waitText({ cause, obstacle }: Pick<Wait, 'cause' | 'obstacle'>): string {
  const words: (typeof WORDS)[Cause] | undefined = WORDS[cause];
  // A cause of a later version of the service.
  if (words === undefined) return printable([cause, obstacle].filter(Boolean).join(' '));
  if (typeof words === 'string') return words;
  const [general, of] = words;
  return obstacle === undefined ? general : of(printable(obstacle));
}

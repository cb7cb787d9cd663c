import type { Outcome } from '../../contract/event-names.ts';

interface Rule {
  /** What people are woken for is a warning; ERROR, an invocation that failed as a whole. */
  level: 'INFO' | 'WARN' | 'ERROR';
  /** Whether it is also an entry of the request's history. */
  inHistory?: true;
  /** Counted in the metric Outcomes under this outcome, with its age in OutcomeAge if it has one. */
  outcome?: Outcome;
  /** The metric that counts it, or the requests that it is about. */
  count?: string;
  /** The metric that its age is, in seconds, if it has one. */
  age?: string;
  /** Whether these are published for each cause too: where causes are a few words of the core, and none of AWS's. */
  byCause?: true;
}

/**
 * Every log line: metrics, alarms and runbooks go by them, and no other can be written. Those of the history come first, in
 * the order in which they can happen within one attempt. `driven` is a scheduled run of `drain`, whose report is metrics; `drainWaived` a drain
 * that is started without the approval or the notice that it should have; `messageRejected` is a message that becomes no request;
 * `quarantineBegan` the first of a tenant's in an hour to be put into quarantine, `copyNotKept` one beyond those that are; `waiting` is
 * logged when its cause is new, but where it should be short each time, with its age; `foundWaiting` is of a run, one for each cause;
 * `circuitOpened` is of a target parent; `seenGood` is the first good look at a line after its move, `verified` and `notVerified` are
 * verdicts; `lineReleased` is a line's next try, `drainChanged` and `drainStopped` are entries of a drain's history; `reconciled` and `dispatched` are runs, whose reports are
 * metrics. `parentClosed`, `parentOpened` and `released` are a person's doing. (No comments in it: bundles keep them.)
 */
export const LOG_LINES = {
  received: { level: 'INFO', inHistory: true },
  calling: { level: 'INFO', inHistory: true, count: 'Calls' },
  intentRevoked: { level: 'INFO', inHistory: true },
  unclear: { level: 'WARN', inHistory: true, count: 'UnclearAnswers' },
  unanswered: { level: 'WARN', inHistory: true, count: 'UnansweredCalls' },
  reopened: { level: 'INFO', inHistory: true, count: 'Reopenings', byCause: true },
  held: { level: 'WARN', inHistory: true, outcome: 'HELD' },
  retried: { level: 'INFO', inHistory: true },
  migrated: { level: 'INFO', inHistory: true, outcome: 'MIGRATED' },
  failed: { level: 'INFO', inHistory: true, outcome: 'FAILED' },
  rejected: { level: 'INFO', inHistory: true, outcome: 'REJECTED' },
  planned: { level: 'INFO', inHistory: true, outcome: 'PLANNED' },
  messageRejected: { level: 'WARN', outcome: 'REJECTED' },
  quarantineBegan: { level: 'WARN', count: 'QuarantineHours' },
  copyNotKept: { level: 'INFO', count: 'CopiesNotKept' },
  waiting: { level: 'INFO', age: 'WaitAge' },
  foundWaiting: { level: 'INFO', count: 'FoundWaiting', age: 'LongestWait', byCause: true },
  denied: { level: 'WARN', count: 'AccessDenied' },
  overdue: { level: 'WARN', age: 'CallingBeyondEffectTimeout' },
  published: { level: 'INFO' },
  unpublished: { level: 'WARN', age: 'UnpublishedAge' },
  faulted: { level: 'WARN', count: 'Faults' },
  circuitOpened: { level: 'WARN', count: 'CircuitOpenings' },
  circuitOpenedForAll: { level: 'WARN', count: 'CircuitOpeningsForAll' },
  circuitClosed: { level: 'INFO' },
  paused: { level: 'WARN' },
  resumed: { level: 'INFO' },
  cordoned: { level: 'WARN' },
  uncordoned: { level: 'INFO' },
  frozen: { level: 'WARN' },
  unfrozen: { level: 'INFO' },
  parentClosed: { level: 'WARN' },
  parentClosedByItself: { level: 'WARN', count: 'ParentClosings' },
  parentOpened: { level: 'INFO' },
  released: { level: 'WARN' },
  drainWaived: { level: 'WARN', count: 'DrainWaivers' },
  seenGood: { level: 'INFO', age: 'VerificationSeconds' },
  verified: { level: 'INFO', count: 'Verdicts', byCause: true },
  notVerified: { level: 'WARN', count: 'Verdicts', byCause: true },
  lineReleased: { level: 'INFO' },
  drainChanged: { level: 'INFO' },
  drainStopped: { level: 'WARN' },
  reconciled: { level: 'INFO' },
  dispatched: { level: 'INFO' },
  driven: { level: 'INFO' },
  invocationFailed: { level: 'ERROR' },
} as const satisfies Record<string, Rule>;

export type LogLine = keyof typeof LOG_LINES;

type Lines = typeof LOG_LINES;

/** What can happen to a request, for its history. */
export type Transition = { [Line in LogLine]: Lines[Line] extends { inHistory: true } ? Line : never }[LogLine];

/** Metrics that count a line, and those that are the age of one. */
export type CountMetric = Extract<Lines[LogLine], { count: string }>['count'];
export type AgeMetric = Extract<Lines[LogLine], { age: string }>['age'];

/** The rule of a line, whichever it is. */
export function ruleOf(line: LogLine): Rule & { count?: CountMetric; age?: AgeMetric } {
  return LOG_LINES[line];
}

import type { LogLine } from '../migration/model/log-line.ts';
import type { LogFields } from '../migration/ports/log.ts';
import type { ReconcileReport } from '../migration/waiting/reconcile.ts';

/** In CloudWatch; every metric below it carries the stage as a dimension, and none carries an id. */
const NAMESPACE = 'dx-migrator';

type Unit = 'Count' | 'Seconds';
/** Metrics with their units, and the sets of dimensions that they are published under. */
interface Directive {
  metrics: Record<string, Unit>;
  dimensions: string[][];
}

const OUTCOMES = new Map<LogLine, string>([
  ['migrated', 'MIGRATED'],
  ['failed', 'FAILED'],
  ['rejected', 'REJECTED'],
  ['turnedAway', 'REJECTED'],
  ['held', 'HELD'],
  ['planned', 'PLANNED'],
]);

/** Transitions that are counted. */
const COUNTED = new Map<LogLine, string>([
  ['calling', 'Calls'],
  ['unclear', 'UnclearAnswers'],
  ['unanswered', 'UnansweredCalls'],
  ['circuitOpened', 'CircuitOpenings'],
  ['denied', 'AccessDenied'],
  ['faulted', 'Faults'],
  ['reopened', 'Reopenings'],
]);

/** Transitions whose age is what matters. */
const AGED = new Map<LogLine, string>([
  ['untold', 'UntoldAge'],
  ['overdue', 'CallingBeyondSettle'],
  ['waiting', 'WaitAge'],
]);

const PER_STAGE = [['stage']];

/**
 * What the log line of a transition carries besides, so that it is metrics too, in CloudWatch's embedded metric format
 * ("Specification: Embedded metric format", CloudWatch User Guide): nothing for a transition without a metric.
 *
 * @param now milliseconds since the epoch
 */
export function transitionMetrics(
  what: LogLine,
  fields: LogFields,
  stage: string,
  now: number,
): Record<string, unknown> {
  const outcome = OUTCOMES.get(what);
  if (outcome !== undefined) return outcomeMetrics(outcome, fields, stage, now);
  const counted = COUNTED.get(what);
  if (counted !== undefined) {
    // A reopening's cause is one of a few words of the core; other causes may be AWS's.
    const dimensions = what === 'reopened' ? [['stage'], ['stage', 'cause']] : PER_STAGE;
    return { ...metadata([{ metrics: { [counted]: 'Count' }, dimensions }], now), stage, [counted]: 1 };
  }
  const aged = AGED.get(what);
  // A wait has an age only where it should be short.
  if (aged === undefined || fields.age === undefined) return {};
  const directive: Directive = { metrics: { [aged]: 'Seconds' }, dimensions: PER_STAGE };
  return { ...metadata([directive], now), stage, [aged]: fields.age };
}

/** A message that became no request is an outcome without an age. */
function outcomeMetrics(
  outcome: string,
  { cause, age }: LogFields,
  stage: string,
  now: number,
): Record<string, unknown> {
  const byOutcome = [['stage'], ['stage', 'outcome']];
  const counts: Directive = {
    metrics: { Outcomes: 'Count' },
    dimensions: [...byOutcome, ['stage', 'outcome', 'reason']],
  };
  const target = { stage, outcome, reason: cause ?? 'NONE', Outcomes: 1 };
  if (age === undefined) return { ...metadata([counts], now), ...target };
  const ages: Directive = { metrics: { OutcomeAge: 'Seconds' }, dimensions: byOutcome };
  return { ...metadata([counts, ages], now), ...target, OutcomeAge: age };
}

/** How the control item is at the end of a run: 1 or 0. */
export interface Gauges {
  paused: number;
  circuitOpen: number;
}

/**
 * One run of reconcile as metrics.
 *
 * @param now milliseconds since the epoch
 */
export function reconcileMetrics(
  report: ReconcileReport,
  gauges: Gauges,
  stage: string,
  now: number,
): Record<string, unknown> {
  const named = Object.entries(report).map(([name, value]) => [`Reconcile${capitalised(name)}`, value] as const);
  const values = { ...Object.fromEntries(named), Paused: gauges.paused, CircuitOpen: gauges.circuitOpen };
  const metrics = Object.fromEntries(Object.keys(values).map((name) => [name, 'Count' as const]));
  return { ...metadata([{ metrics, dimensions: PER_STAGE }], now), stage, ...values };
}

function metadata(directives: Directive[], now: number): Record<string, unknown> {
  const CloudWatchMetrics = directives.map(({ metrics, dimensions }) => ({
    Namespace: NAMESPACE,
    Dimensions: dimensions,
    Metrics: Object.entries(metrics).map(([Name, Unit]) => ({ Name, Unit })),
  }));
  return { _aws: { Timestamp: now, CloudWatchMetrics } };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

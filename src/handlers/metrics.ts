import type { Outcome } from '../contract/event-names.ts';
import type { DrainGauges } from '../drain/run/gauges.ts';
import type { DispatchReport } from '../migration/dispatch/dispatch.ts';
import { type AgeMetric, type CountMetric, type LogLine, ruleOf } from '../migration/model/log-lines.ts';
import type { LogFields } from '../migration/ports/log.ts';
import type { ReconcileReport } from '../migration/waiting/reconcile.ts';

/** In CloudWatch; every metric below it carries the stage as a dimension, and none carries an id. */
const NAMESPACE = 'dx-migrator';

type ReconcileMetric =
  | `Reconcile${Capitalize<keyof ReconcileReport>}`
  | 'Paused'
  | 'CircuitsOpen'
  | 'CircuitOpenForAll'
  | 'ParentsCordoned'
  | 'Freezes'
  | 'ParentsClosed';
type DispatchMetric = `Dispatch${Capitalize<keyof DispatchReport>}` | 'CallRate';
type DrainMetric =
  | 'DrainsRunning'
  | 'DrainsStopped'
  | 'DrainsUnapproved'
  | 'DrainLinesOpen'
  | 'DrainIdle'
  | 'DrainGroupWait';

/** Every metric that the functions publish: alarms and dashboards name no other. */
export type MetricName =
  | CountMetric
  | AgeMetric
  | ReconcileMetric
  | DispatchMetric
  | DrainMetric
  | 'Outcomes'
  | 'OutcomeAge';

type Unit = 'Count' | 'Seconds' | 'Count/Second';
/** Metrics with their units, and the sets of dimensions that they are published under. */
interface Directive {
  metrics: Partial<Record<MetricName, Unit>>;
  dimensions: string[][];
}

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
  const { outcome, count, age, byCause = false } = ruleOf(what);
  if (outcome !== undefined) return outcomeMetrics(outcome, fields, stage, now);
  const units: Directive['metrics'] = {};
  const values: Record<string, number> = {};
  if (count !== undefined) {
    units[count] = 'Count';
    values[count] = fields.requests ?? 1;
  }
  if (age !== undefined && fields.age !== undefined) {
    units[age] = 'Seconds';
    values[age] = fields.age;
  }
  if (Object.keys(units).length === 0) return {};
  const dimensions = byCause ? [['stage'], ['stage', 'cause']] : PER_STAGE;
  return { ...metadata([{ metrics: units, dimensions }], now), stage, ...values };
}

/** A message that became no request is an outcome without an age. */
function outcomeMetrics(
  outcome: Outcome,
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

/**
 * How the control item is at the end of a run: 1 or 0, how many target parents' circuit breakers are not closed, and how many parents
 * are cordoned or closed, and freezes in force.
 */
export interface Gauges {
  paused: number;
  circuitsOpen: number;
  circuitOpenForAll: number;
  cordoned: number;
  frozen: number;
  closed: number;
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
  const values: Record<ReconcileMetric, number> = {
    ReconcileTaken: report.taken,
    ReconcileFinished: report.finished,
    ReconcileHeld: report.held,
    ReconcileWaiting: report.waiting,
    ReconcileFailed: report.failed,
    ReconcileLeft: report.left,
    ReconcileLooks: report.looks,
    ReconcileUnlooked: report.unlooked,
    Paused: gauges.paused,
    CircuitsOpen: gauges.circuitsOpen,
    CircuitOpenForAll: gauges.circuitOpenForAll,
    ParentsCordoned: gauges.cordoned,
    Freezes: gauges.frozen,
    ParentsClosed: gauges.closed,
  };
  return runMetrics(values, {}, stage, now);
}

/**
 * One run of dispatch as metrics.
 *
 * @param callRate calls a second
 * @param now milliseconds since the epoch
 */
export function dispatchMetrics(
  report: DispatchReport,
  callRate: number,
  stage: string,
  now: number,
): Record<string, unknown> {
  const values: Record<DispatchMetric, number> = {
    DispatchFinished: report.finished,
    DispatchHeld: report.held,
    DispatchWaiting: report.waiting,
    DispatchFailed: report.failed,
    DispatchLeft: report.left,
    CallRate: callRate,
  };
  return runMetrics(values, { CallRate: 'Count/Second' }, stage, now);
}

/**
 * How drains are at the end of a scheduled run of `drain`, as metrics.
 *
 * @param now milliseconds since the epoch
 */
export function drainMetrics(gauges: DrainGauges, stage: string, now: number): Record<string, unknown> {
  const values: Record<DrainMetric, number> = {
    DrainsRunning: gauges.running,
    DrainsStopped: gauges.stopped,
    DrainsUnapproved: gauges.unapproved,
    DrainLinesOpen: gauges.open,
    DrainIdle: gauges.idleSeconds,
    DrainGroupWait: gauges.groupWaitSeconds,
  };
  return runMetrics(values, { DrainIdle: 'Seconds', DrainGroupWait: 'Seconds' }, stage, now);
}

function runMetrics(
  values: Partial<Record<MetricName, number>>,
  units: Partial<Record<MetricName, Unit>>,
  stage: string,
  now: number,
): Record<string, unknown> {
  const counts = Object.fromEntries(Object.keys(values).map((name) => [name, 'Count' as const]));
  return { ...metadata([{ metrics: { ...counts, ...units }, dimensions: PER_STAGE }], now), stage, ...values };
}

function metadata(directives: Directive[], now: number): Record<string, unknown> {
  const CloudWatchMetrics = directives.map(({ metrics, dimensions }) => ({
    Namespace: NAMESPACE,
    Dimensions: dimensions,
    Metrics: Object.entries(metrics).map(([Name, Unit]) => ({ Name, Unit })),
  }));
  return { _aws: { Timestamp: now, CloudWatchMetrics } };
}

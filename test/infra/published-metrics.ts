import { VERDICTS } from '../../src/contract/operations/names.ts';
import { REASON_CODES } from '../../src/contract/reason.ts';
import { dispatchMetrics, drainMetrics, reconcileMetrics, transitionMetrics } from '../../src/handlers/metrics.ts';
import { LOG_LINES, type LogLine, ruleOf } from '../../src/migration/model/log-lines.ts';

const STAGE = 'prod';
const LINES = Object.keys(LOG_LINES) as LogLine[];
/** What a line may carry as its cause: a reason or none, or a verdict; of the others, one word of the core will do. */
function causesOf(line: LogLine): (string | undefined)[] {
  const { outcome, count } = ruleOf(line);
  if (outcome !== undefined) return [...REASON_CODES, undefined];
  return count === 'Verdicts' ? [...VERDICTS] : ['denied'];
}

const NO_RUN = { taken: 0, finished: 0, held: 0, waiting: 0, failed: 0, left: 0, looks: 0, unlooked: 0 };
const NO_GAUGES = { paused: 0, circuitsOpen: 0, circuitOpenForAll: 0, cordoned: 0, frozen: 0, closed: 0 };
const NO_DRAINS = { running: 0, stopped: 0, open: 0, idleSeconds: 0, groupWaitSeconds: 0, unapproved: 0 };
const NO_CALLS = { finished: 0, held: 0, waiting: 0, failed: 0, left: 0 };

interface Line {
  _aws?: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
  [member: string]: unknown;
}

/** The functions' own metrics as CloudWatch will have them, each as "namespace name dimension=value,…". */
export function publishedMetrics(): Set<string> {
  const lines: Line[] = [
    ...LINES.flatMap((what) =>
      causesOf(what).map((cause) => ({ cause, ...transitionMetrics(what, { cause, age: 1 }, STAGE, 0) })),
    ),
    reconcileMetrics(NO_RUN, NO_GAUGES, STAGE, 0),
    dispatchMetrics(NO_CALLS, 1, STAGE, 0),
    drainMetrics(NO_DRAINS, STAGE, 0),
  ];
  return new Set(lines.flatMap(metricsOf));
}

function metricsOf(line: Line): string[] {
  return (line._aws?.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name }) =>
      Dimensions.map((names) => metricId(Namespace, Name, Object.fromEntries(names.map((name) => [name, line[name]])))),
    ),
  );
}

export function metricId(namespace: string, name: string, dimensions: Record<string, unknown>): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${namespace} ${name} ${sorted.map(([key, value]) => `${key}=${value}`).join(',')}`;
}

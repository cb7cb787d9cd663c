/** An alarm of the template, as far as its state depends on it. */
export interface Alarm {
  Namespace: string;
  MetricName: string;
  Dimensions: { Name: string; Value: string }[];
  Statistic: 'Sum' | 'Maximum' | 'Minimum' | 'SampleCount';
  /** Seconds. */
  Period: number;
  EvaluationPeriods: number;
  DatapointsToAlarm?: number;
  Threshold: number;
  ComparisonOperator: string;
  TreatMissingData: string;
}

export interface Sample {
  /** Milliseconds since the epoch. */
  atMs: number;
  value: number;
}

const STATISTICS: Record<Alarm['Statistic'], (values: number[]) => number> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  SampleCount: (values) => values.length,
};

const COMPARISONS: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

/**
 * Whether an alarm rings at a time: "M out of N" over the last periods ("Evaluating an alarm" and "Configuring how
 * CloudWatch alarms treat missing data", CloudWatch User Guide). Periods end at `now`, where CloudWatch aligns them to
 * the clock.
 */
export function isRinging(alarm: Alarm, samples: readonly Sample[], nowMs: number): boolean {
  const breaches = Array.from({ length: alarm.EvaluationPeriods }, (_none, index) => {
    const end = nowMs - index * alarm.Period * 1000;
    const values = samples
      .filter(({ atMs }) => atMs > end - alarm.Period * 1000 && atMs <= end)
      .map(({ value }) => value);
    if (values.length === 0) return alarm.TreatMissingData === 'breaching';
    const compare = COMPARISONS[alarm.ComparisonOperator];
    if (!compare) throw new Error(`unknown operator ${alarm.ComparisonOperator}`);
    return compare(STATISTICS[alarm.Statistic](values), alarm.Threshold);
  });
  return breaches.filter(Boolean).length >= (alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods);
}

interface EmbeddedMetrics {
  _aws?: {
    Timestamp: number;
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
  };
  [member: string]: unknown;
}

/** What CloudWatch would take from log lines for an alarm's metric. Lines may begin with a name. */
export function samplesIn(lines: readonly string[], { Namespace, MetricName, Dimensions }: Alarm): Sample[] {
  const wanted = new Map(Dimensions.map(({ Name, Value }) => [Name, Value]));
  const hasDimensions = (line: EmbeddedMetrics, names: string[]) =>
    names.length === wanted.size && names.every((name) => wanted.has(name) && line[name] === wanted.get(name));
  return lines
    .filter((line) => line.includes('"_aws"'))
    .map((line) => JSON.parse(line.slice(line.indexOf('{'))) as EmbeddedMetrics)
    .filter((line) =>
      line._aws?.CloudWatchMetrics.some(
        (directive) =>
          directive.Namespace === Namespace &&
          directive.Metrics.some(({ Name }) => Name === MetricName) &&
          directive.Dimensions.some((names) => hasDimensions(line, names)),
      ),
    )
    .map((line) => ({ atMs: line._aws?.Timestamp ?? 0, value: Number(line[MetricName]) }));
}

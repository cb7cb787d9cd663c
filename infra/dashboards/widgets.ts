// Widgets of a CloudWatch dashboard, and their place on its grid of 24 columns.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html

import type { Outcome } from '../../src/contract/event-names.ts';
import type { MetricName } from '../../src/handlers/metrics.ts';
import { type Sub, sub } from '../cloudformation.ts';
import { type Metric, OWN } from '../metrics.ts';

/** How one line is drawn. */
export interface Rendering {
  label?: string;
  color?: `#${string}`;
  stat?: Statistic;
}

type Statistic = 'Average' | 'Maximum' | 'Sum' | 'p50' | 'p90';

interface Axis {
  label: string;
  showUnits: boolean;
}

/** A line of a graph: a metric, or what a search finds. */
export type Line = { metric: Metric; rendering: Rendering } | { expression: string; id: string };

export interface Widget {
  type: 'alarm' | 'metric';
  properties: Record<string, unknown>;
}

const COLUMNS = 24;
const HEIGHT = 6;
const ALARMS_OF_A_WIDGET = 100;
const FIVE_MINUTES = 300;

/** Lines over time. */
export function graph(
  title: string,
  lines: Line[],
  { stat = 'Sum', left, stacked = false }: { stat?: Statistic; left?: Axis; stacked?: boolean } = {},
): Widget {
  const yAxis = { left: { min: 0, ...left } };
  return metricWidget({ title, metrics: lines.map(asArray), stat, stacked, yAxis, view: 'timeSeries' });
}

/**
 * A line for each value that a dimension of one of the functions' own metrics has taken.
 *
 * @param dimensions those it is published under beside the stage, the one that is searched by last
 * @param fixed the values of the others
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function search(
  id: string,
  name: MetricName,
  dimensions: ('outcome' | 'reason' | 'cause')[],
  fixed: { stage: string; outcome?: Outcome },
  stat: 'Sum' | 'Maximum' = 'Sum',
): Line {
  const schema = [`"${OWN}"`, 'stage', ...dimensions].join();
  const terms = Object.entries({ MetricName: name, ...fixed }).map(([key, value]) => `${key}="${value}"`);
  return { expression: `SEARCH('{${schema}} ${terms.join(' ')}', '${stat}', ${FIVE_MINUTES})`, id };
}

/** One number for each metric: of the whole time shown. */
export function numbers(title: string, lines: Line[]): Widget {
  return metricWidget({
    title,
    metrics: lines.map(asArray),
    stat: 'Sum',
    view: 'singleValue',
    setPeriodToTimeRange: true,
  });
}

/** As a dashboard's body has it. */
function asArray(line: Line): unknown[] {
  if ('expression' in line) return [line];
  const { namespace, name, dimensions } = line.metric;
  return [namespace, name, ...Object.entries(dimensions).flat(), line.rendering];
}

function metricWidget(properties: Widget['properties']): Widget {
  return { type: 'metric', properties: { region: `\${AWS::Region}`, period: FIVE_MINUTES, ...properties } };
}

/** How alarms stand, in as many widgets as it takes: one shows 100. @param names the alarms' */
export function alarmWidgets(names: string[]): Widget[] {
  const arns = names.map(
    (name) => `arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:${name}`,
  );
  return Array.from({ length: Math.ceil(arns.length / ALARMS_OF_A_WIDGET) }, (_none, index) => ({
    type: 'alarm',
    properties: {
      title: index === 0 ? 'Alarms' : `Alarms (${index + 1})`,
      alarms: arns.slice(index * ALARMS_OF_A_WIDGET, (index + 1) * ALARMS_OF_A_WIDGET),
    },
  }));
}

/** Rows of widgets, each as wide as its row allows, as a resource's DashboardBody; a row without any takes no room. */
export function dashboardBody(rows: Widget[][]): Sub {
  const widgets = rows
    .filter((row) => row.length > 0)
    .flatMap((row, index) => {
      const width = COLUMNS / row.length;
      return row.map((widget, column) => ({ ...widget, x: column * width, y: index * HEIGHT, width, height: HEIGHT }));
    });
  return sub(JSON.stringify({ widgets }));
}

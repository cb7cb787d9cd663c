import { globSync } from 'node:fs';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, REGION } from '../../infra/check/variants.ts';
import { CONSUMERS } from '../../infra/consumers.ts';
import { faultOf } from './existing-metric.ts';
import { publishedMetrics } from './published-metrics.ts';
import { type Deployable, packaged } from './template.ts';

/** What our widgets have of "Dashboard Body Structure and Syntax" (CloudWatch API Reference), with its limits. */
const axis = v.strictObject({ min: v.number(), label: v.optional(v.string()), showUnits: v.optional(v.boolean()) });
const rendering = v.strictObject({
  label: v.optional(v.string()),
  color: v.optional(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/))),
  stat: v.optional(v.pipe(v.string(), v.regex(/^(Sum|Maximum|Average|p\d{1,2})$/))),
});
const search = v.strictObject({
  expression: v.string(),
  id: v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z0-9_]*$/)),
});
const metricWidget = v.strictObject({
  title: v.string(),
  region: v.literal(REGION),
  period: v.pipe(v.number(), v.multipleOf(60)),
  stat: v.picklist(['Sum', 'Maximum', 'Average', 'p50']),
  view: v.picklist(['timeSeries', 'singleValue']),
  stacked: v.optional(v.boolean()),
  setPeriodToTimeRange: v.optional(v.boolean()),
  yAxis: v.optional(v.strictObject({ left: axis })),
  metrics: v.pipe(v.array(v.array(v.union([v.string(), rendering, search]))), v.minLength(1), v.maxLength(500)),
});
const place = {
  x: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(23)),
  y: v.pipe(v.number(), v.integer(), v.minValue(0)),
  width: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
};
const alarmWidget = v.strictObject({
  title: v.string(),
  alarms: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(100)),
});
const body = v.strictObject({
  widgets: v.pipe(
    v.array(
      v.variant('type', [
        v.strictObject({ type: v.literal('metric'), properties: metricWidget, ...place }),
        v.strictObject({ type: v.literal('alarm'), properties: alarmWidget, ...place }),
      ]),
    ),
    v.minLength(1),
    v.maxLength(500),
  ),
});
type Widget = v.InferOutput<typeof body>['widgets'][number];

let shipped: Deployable;
beforeAll(async () => {
  shipped = await packaged('default');
});

const DASHBOARDS = ['BusinessDashboard', 'ResourcesDashboard'];
const widgetsOf = (id: string): Widget[] => v.parse(body, JSON.parse(shipped.get(id).DashboardBody)).widgets;
const metricsOf = (widgets: Widget[]) =>
  widgets.flatMap((widget) => (widget.type === 'metric' ? widget.properties.metrics : []));

describe.each(DASHBOARDS)('%s', (id) => {
  it('is a dashboard that CloudWatch accepts, in the Region of the stack', () => {
    expect(widgetsOf(id).length).toBeGreaterThan(6);
    expect(shipped.get(id).DashboardBody).not.toContain('${');
  });

  it('has its widgets side by side within 24 columns, without overlaps', () => {
    const cells = widgetsOf(id).flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_none, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(widgetsOf(id).filter(({ x, width }) => x + width > 24)).toEqual([]);
  });

  it('shows only metrics that are published, with the dimensions that they are published with', () => {
    const named = metricsOf(widgetsOf(id)).filter((metric) => typeof metric[0] === 'string');
    const faults = named.map((metric) => {
      const [namespace = '', name = '', ...rest] = metric.filter((part) => typeof part === 'string');
      const pairs = rest.flatMap((key, index) => (index % 2 === 0 ? [[key, rest[index + 1] ?? '']] : []));
      return faultOf(shipped, [namespace, name, Object.fromEntries(pairs)]);
    });
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  it('searches for metrics that are published', () => {
    const found = metricsOf(widgetsOf(id)).flatMap(([first]) => {
      return typeof first === 'object' && 'expression' in first ? [foundBy(first.expression)] : [];
    });
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((count) => count === 0)).toEqual([]);
  });
});

/**
 * How many of the functions' metrics a SEARCH finds: its schema's dimensions exactly, and each term. What is not of letters and
 * digits in a schema must be quoted.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
function foundBy(expression: string): number {
  const parts = /^SEARCH\('\{("[\w-]+"|\w+)((?:,\w+)+)\} (.*)', '(?:Sum|Maximum)', 300\)$/.exec(expression) ?? [];
  const [, schema = '', listed = '', terms = ''] = parts;
  const namespace = schema.replaceAll('"', '');
  const [, ...dimensions] = listed.split(',');
  const wanted = [...terms.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]);
  return [...publishedMetrics()].filter((metric) => {
    const [ns, MetricName, rest = ''] = metric.split(' ');
    const values: Record<string, string> = Object.fromEntries(rest.split(',').map((pair) => pair.split('=')));
    return (
      ns === namespace &&
      Object.keys(values).length === dimensions.length &&
      dimensions.every((dimension) => dimension in values) &&
      wanted.every(([key = '', value]) => (key === 'MetricName' ? MetricName : values[key]) === value)
    );
  }).length;
}

it('the widget "Held" shows held requests, and each outcome has its own name', () => {
  const widgets = widgetsOf('BusinessDashboard').flatMap((widget) =>
    widget.type === 'metric' ? [widget.properties] : [],
  );
  const held = widgets.find(({ title }) => title === 'Held');
  expect(held?.metrics).toMatchObject([['dx-migrator', 'Outcomes', 'stage', 'prod', 'outcome', 'HELD', {}]]);
  for (const title of ['Outcomes', 'Lead time by outcome, median']) {
    const shown = widgets.filter((widget) => widget.title === title).flatMap(({ metrics }) => metrics);
    expect(shown.length).toBeGreaterThanOrEqual(4);
    for (const metric of shown) expect(metric.at(-1)).toMatchObject({ label: metric[5] });
  }
});

it('the dashboard of the resources shows the state of every alarm', () => {
  const [shown] = widgetsOf('ResourcesDashboard').filter(({ type }) => type === 'alarm');
  const names = shipped.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties.AlarmName);
  const arns = names.map((name) => `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`);
  expect(shown?.type === 'alarm' && new Set(shown.properties.alarms)).toEqual(new Set(arns));
});

it('the dashboard of the resources shows consumers that have a file', () => {
  const files = globSync('*.yml', { cwd: new URL('../../infra/subscriptions/', import.meta.url) });
  expect(CONSUMERS.filter((consumer) => !files.includes(`${consumer}.yml`))).toEqual([]);
});

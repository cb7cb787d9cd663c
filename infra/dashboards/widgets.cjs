'use strict';

// Widgets of a CloudWatch dashboard, and their place on its grid of 24 columns.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html

const { sub } = require('../intrinsics.cjs');

const COLUMNS = 24;
const HEIGHT = 6;
const FIVE_MINUTES = 300;

/** Lines over time. @param metrics each [namespace, name, …dimensions, rendering] or [{ expression, … }] */
function graph(title, metrics, { stat = 'Sum', left, stacked = false } = {}) {
  const yAxis = { left: { min: 0, ...left } };
  return metricWidget({ title, metrics, stat, stacked, yAxis, view: 'timeSeries' });
}

/** One number for each metric: of the whole time shown. */
function numbers(title, metrics, { stat = 'Sum' } = {}) {
  return metricWidget({ title, metrics, stat, view: 'singleValue', setPeriodToTimeRange: true });
}

function metricWidget(properties) {
  return { type: 'metric', properties: { region: `\${AWS::Region}`, period: FIVE_MINUTES, ...properties } };
}

/** How alarms stand. @param names the alarms' */
function alarmStatus(title, names) {
  const alarms = names.map(
    (name) => `arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:${name}`,
  );
  return { type: 'alarm', properties: { title, alarms } };
}

/** Rows of widgets, each as wide as its row allows, as a resource's DashboardBody. */
function dashboardBody(rows) {
  const widgets = rows.flatMap((row, index) => {
    const width = COLUMNS / row.length;
    return row.map((widget, column) => ({ ...widget, x: column * width, y: index * HEIGHT, width, height: HEIGHT }));
  });
  return sub(JSON.stringify({ widgets }));
}

module.exports = { alarmStatus, dashboardBody, graph, numbers };

'use strict';

// What operators see: alarms (docs/operations/alarms says what to do), whom they tell, and two dashboards. Read by
// serverless.yml when it packages.

const callAlarms = require('./alarms/call-alarms.cjs');
const functionAlarms = require('./alarms/function-alarms.cjs');
const outcomeAlarms = require('./alarms/outcome-alarms.cjs');
const progressAlarms = require('./alarms/progress-alarms.cjs');
const queueAlarms = require('./alarms/queue-alarms.cjs');
const { toResource } = require('./alarms/to-resource.cjs');
const { topicOutputs, topicResources } = require('./alarms/topic.cjs');
const CONSUMERS = require('./consumers.cjs');
const business = require('./dashboards/business.cjs');
const resources = require('./dashboards/resources.cjs');
const FUNCTIONS = require('./functions.cjs');
const { sub } = require('./intrinsics.cjs');

/** Alarms that the consumers' own files make: subscriptions/. */
const CONSUMERS_ALARMS = CONSUMERS.flatMap((consumer) =>
  ['dlq', 'waiting', 'delivery', 'lost'].map((alarm) => `${consumer}-${alarm}`),
);

module.exports = async ({ resolveVariable }) => {
  const settings = await resolveVariable('self:custom.settings');
  const stage = await resolveVariable('sls:stage');
  const name = `${await resolveVariable('self:service')}-${stage}`;
  const alarms = [
    ...outcomeAlarms(stage),
    ...callAlarms(stage, settings),
    ...progressAlarms(stage, settings),
    ...queueAlarms(name, settings),
    ...FUNCTIONS.flatMap((part) => functionAlarms(part, `${name}-${part}`, settings)),
  ];
  const alarmNames = [...alarms.map((alarm) => alarm.name), ...CONSUMERS_ALARMS].map((alarm) => `${name}-${alarm}`);
  return {
    Resources: {
      ...topicResources(settings.alarmActions, name),
      ...Object.fromEntries(
        alarms.map((alarm) => [`${pascal(alarm.name)}Alarm`, toResource(alarm, name, settings.alarmActions)]),
      ),
      BusinessDashboard: dashboard(name, 'business', business(name, stage)),
      ResourcesDashboard: dashboard(name, 'resources', resources(name, stage, alarmNames)),
    },
    Outputs: topicOutputs(settings.alarmActions, name),
  };
};

/** Dashboards are of an account, whatever the Region: their names tell them apart. */
function dashboard(prefix, suffix, DashboardBody) {
  const DashboardName = sub(`${prefix}-\${AWS::Region}-${suffix}`);
  return { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardName, DashboardBody } };
}

function pascal(name) {
  return name.replace(/(^|-)([a-z])/g, (_match, _dash, letter) => letter.toUpperCase());
}

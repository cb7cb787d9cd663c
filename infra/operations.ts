// What operators see: alarms (docs/operations/alarms says what to do), whom they notify, and two dashboards. Read by
// serverless.yml when it packages.

import { FUNCTION_NAMES } from '../src/settings/setting.ts';
import { callAlarms } from './alarms/call-alarms.ts';
import { drainAlarms } from './alarms/drain-alarms.ts';
import { functionAlarms } from './alarms/function-alarms.ts';
import { outcomeAlarms } from './alarms/outcome-alarms.ts';
import { progressAlarms } from './alarms/progress-alarms.ts';
import { queueAlarms } from './alarms/queue-alarms.ts';
import { subscriptionAlarms } from './alarms/subscription-alarms.ts';
import { tenantAlarms } from './alarms/tenant-alarms.ts';
import { toResource } from './alarms/to-resource.ts';
import { topicOutputs, topicResources } from './alarms/topic.ts';
import { verdictAlarms } from './alarms/verdict-alarms.ts';
import { type Output, type Resource, type Sub, sub } from './cloudformation.ts';
import { CONSUMERS } from './consumers.ts';
import { business } from './dashboards/business.ts';
import { resources } from './dashboards/resources.ts';
import { pascal } from './logical-id.ts';
import { type Osls, prefixOf } from './osls.ts';
import type { StackSettings } from './settings.ts';
import { tenantsOf } from './tenants.ts';

/** Alarms that the consumers' own files declare: subscriptions/. */
const CONSUMERS_ALARMS = CONSUMERS.flatMap((consumer) =>
  ['dlq', 'waiting', 'delivery', 'lost'].map((alarm) => `${consumer}-${alarm}`),
);

export interface Operations {
  Resources: Record<string, Resource>;
  Outputs: Record<string, Output>;
}

export async function readOperations({ resolveVariable }: Pick<Osls, 'resolveVariable'>): Promise<Operations> {
  const settings = (await resolveVariable('self:custom.settings')) as StackSettings;
  const stage = String(await resolveVariable('sls:stage'));
  const name = await prefixOf(resolveVariable);
  const tenants = await tenantsOf(resolveVariable);
  const alarms = [
    ...outcomeAlarms(stage),
    ...callAlarms(stage, settings),
    ...verdictAlarms(stage),
    ...progressAlarms(stage, settings),
    ...drainAlarms(stage),
    ...queueAlarms(name),
    ...tenantAlarms(name, tenants, settings),
    ...subscriptionAlarms(name, tenants),
    ...FUNCTION_NAMES.flatMap((part) => functionAlarms(part, `${name}-${part}`, settings)),
  ];
  const alarmNames = [...alarms.map((alarm) => alarm.name), ...CONSUMERS_ALARMS].map((alarm) => `${name}-${alarm}`);
  return {
    Resources: {
      ...topicResources(settings.alarmActions, name),
      ...Object.fromEntries(
        alarms.map((alarm) => [
          `${pascal(alarm.name.replace('_', ''))}Alarm`,
          toResource(alarm, name, settings.alarmActions),
        ]),
      ),
      BusinessDashboard: dashboard(name, 'business', business(name, stage, tenants)),
      ResourcesDashboard: dashboard(name, 'resources', resources(name, stage, tenants, alarmNames)),
    },
    Outputs: topicOutputs(settings.alarmActions, name),
  };
}

/** Dashboards belong to an account, whatever the Region: their names distinguish them. */
function dashboard(prefix: string, suffix: string, DashboardBody: Sub): Resource {
  const DashboardName = sub(`${prefix}-\${AWS::Region}-${suffix}`);
  return { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardName, DashboardBody } };
}

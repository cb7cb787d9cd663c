import { readLists } from '../../infra/lists.ts';
import type { ResolveVariable } from '../../infra/osls.ts';
import { parameters } from '../../infra/parameters.ts';
import { readPolicies } from '../../infra/policies.ts';
import { readRequestsQueues } from '../../infra/requests-queues.ts';
import { readSettings } from '../../infra/settings.ts';

const DEFAULTS: Record<string, unknown> = {
  'sls:stage': 'prod',
  'self:provider.region': 'eu-central-1',
  ...Object.fromEntries(Object.entries(parameters.default).map(([name, value]) => [`param:${name}`, value])),
};

/** With the defaults; what they do not name is empty. */
const given =
  (values: Record<string, unknown>): ResolveVariable =>
  async (name) =>
    ({ ...DEFAULTS, ...values })[name] ?? '';

/** @param ofStage what serverless.yml has under the stage's name */
export const settings = (values: Record<string, unknown>, ofStage?: object, param: string | string[] = []) =>
  readSettings({
    options: { param },
    resolveConfigurationProperty: async ([, stage]) => (stage === 'default' ? parameters.default : ofStage),
    resolveVariable: given(values),
  });
export const policies = (values: Record<string, unknown>) =>
  readPolicies({ resolveVariable: given({ 'self:service': 'dx-migrator', ...values }) });
export const requestsQueues = async (values: Record<string, unknown>) =>
  readRequestsQueues({
    resolveVariable: given({
      'self:service': 'dx-migrator',
      'self:custom.settings': { visibilityTimeoutSeconds: 360, batchSize: 1 },
      ...values,
    }),
  });
export const access = (values: Record<string, unknown>): Promise<Record<string, string[]>> => readLists(given(values));

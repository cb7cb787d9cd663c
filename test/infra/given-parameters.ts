import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readAccess } from '../../infra/access.ts';
import type { ResolveVariable } from '../../infra/osls.ts';
import { readPolicies } from '../../infra/policies.ts';
import { readSettings } from '../../infra/settings.ts';

const PARAMETERS: Record<string, unknown> = parse(
  readFileSync(new URL('../../serverless.yml', import.meta.url), 'utf8'),
  { logLevel: 'silent' },
).params.default;
const DEFAULTS: Record<string, unknown> = {
  'sls:stage': 'prod',
  'self:provider.region': 'eu-central-1',
  ...Object.fromEntries(Object.entries(PARAMETERS).map(([name, value]) => [`param:${name}`, value])),
};

/** With the defaults of serverless.yml; what they do not name is empty. */
const given =
  (values: Record<string, unknown>): ResolveVariable =>
  async (name) =>
    ({ ...DEFAULTS, ...values })[name] ?? '';

/** @param ofStage what serverless.yml has under the stage's name */
export const settings = (values: Record<string, unknown>, ofStage?: object, param: string | string[] = []) =>
  readSettings({
    options: { param },
    resolveConfigurationProperty: async ([, stage]) => (stage === 'default' ? PARAMETERS : ofStage),
    resolveVariable: given(values),
  });
export const policies = (values: Record<string, unknown>) =>
  readPolicies({ resolveVariable: given({ 'self:service': 'dx-migrator', ...values }) });
export const access = (values: Record<string, unknown>): Promise<Record<string, string[]>> => readAccess(given(values));

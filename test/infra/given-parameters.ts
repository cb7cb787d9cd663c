import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'yaml';

/** What osls gives the files of infra/ that read parameters. */
type Resolve = (name: string) => Promise<unknown>;
const require = createRequire(import.meta.url);
interface Context {
  options: { param?: string | string[] };
  resolveConfigurationProperty: (path: string[]) => Promise<object | undefined>;
  resolveVariable: Resolve;
}
const readSettings: (context: Context) => Promise<object> = require('../../infra/settings.cjs');
const readPolicies: (
  context: Pick<Context, 'resolveVariable'>,
) => Promise<object> = require('../../infra/policies.cjs');
const readAccess: (resolve: Resolve) => Promise<Record<string, string[]>> = require('../../infra/access.cjs');

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
  (values: Record<string, unknown>): Resolve =>
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
export const access = (values: Record<string, unknown>) => readAccess(given(values));

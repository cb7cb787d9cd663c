import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { logicalId } from '../../../infra/logical-id.ts';
import { SOURCE_MAPS } from '../../../infra/small-zips.ts';
import { packageStack } from '../../../local/stack/package-stack.ts';
import { readTemplate, resolveValue, type Template } from '../../../local/stack/template.ts';
import { unzipBundle } from '../../../local/stack/unzip-bundle.ts';
import { groupPk } from '../../../src/aws/group-item.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../../src/settings/setting.ts';
import { REGION } from '../bed/bed.ts';
import { OWNERS, PARENTS } from '../bed/parents.ts';
import type { Variant } from './variant.ts';

/** Any but `local`, whose waits are shorter than those that the service ships with. */
export const STAGE = 'bench';

/** Who sends the requests: the only tenant. */
export const TENANT = { name: 'orders', sender: 'AROABENCHORDERS' };

/**
 * What a bench needs; all other settings have the values that the service ships with. The fastest pace that there is: a request that
 * finds no turn would be left to `dispatch`.
 */
const PARAMETERS = { callsPerSecond: 20, parents: PARENTS.join() };

/** Milliseconds from one call to the next, by that pace. */
export const PACE_MS = 1000 / PARAMETERS.callsPerSecond;

/** Bytes. */
export interface BundleSize {
  zip: number;
  unpacked: number;
}

export interface Ours {
  migrate: Variant;
  /** The file of its bundle, and that of its source map. */
  migrateBundle: { bundle: string; sourceMap: string };
  sizes: Record<FunctionName, BundleSize>;
}

/** Packages the service as it would be deployed, and unpacks its functions into folders below `directory`. */
export async function packageOurs(directory: string, interruption: AbortSignal): Promise<Ours> {
  const packageDirectory = join(directory, 'package');
  const { name, sender } = TENANT;
  const tenant = { name, principals: [], senders: [sender], ownerAccounts: OWNERS, parents: PARENTS };
  const common = { directory: packageDirectory, region: REGION, stage: STAGE, interruption };
  await packageStack({ ...common, tenants: { tenants: [tenant] }, parameters: PARAMETERS });
  const template = await readTemplate(join(packageDirectory, 'cloudformation-template-update-stack.json'));
  const unpacked = await Promise.all(
    FUNCTION_NAMES.map(async (name) => {
      const { s3Key, handler } = codeOf(template, name);
      const folder = await unzipBundle(s3Key, { packageDirectory, codeDirectory: join(directory, 'code') });
      const zip = await sizeOf(join(packageDirectory, basename(s3Key)));
      const bundle = await sizeOf(join(folder, bundleOf(handler)));
      return [name, { zip, unpacked: bundle }, folder] as const;
    }),
  );
  const codeDirectory = unpacked.find(([name]) => name === 'migrate')?.[2] ?? '';
  const { handler } = codeOf(template, 'migrate');
  return {
    migrateBundle: {
      bundle: join(codeDirectory, bundleOf(handler)),
      sourceMap: join(packageDirectory, SOURCE_MAPS, `${basename(bundleOf(handler))}.map`),
    },
    migrate: {
      codeDirectory,
      handler,
      table: ledgerTable(template),
      variables: (place) => variablesOf(template, place),
      heldByMove: groupPk,
    },
    sizes: Object.fromEntries(unpacked.map(([name, size]) => [name, size])) as Record<FunctionName, BundleSize>,
  };
}

/** `src/handlers/migrate.handler` is in `src/handlers/migrate.mjs`. */
function bundleOf(handler: string): string {
  return handler.replace(/\.\w+$/, '.mjs');
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size;
}

function propertiesOf({ Resources }: Template, name: string): Record<string, unknown> {
  const properties = Resources[name]?.Properties;
  if (properties === undefined) throw new Error(`the packaged template has no ${name}`);
  return properties;
}

function codeOf(template: Template, name: FunctionName): { s3Key: string; handler: string } {
  const { Code, Handler } = propertiesOf(template, logicalId(name, 'LambdaFunction'));
  return { s3Key: (Code as { S3Key: string }).S3Key, handler: String(Handler) };
}

/** What of the table is not about protection: as the local stack creates it. */
function ledgerTable(template: Template): Variant['table'] {
  const properties = propertiesOf(template, 'Ledger') as unknown as CreateTableCommandInput;
  const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = properties;
  return { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes };
}

/** The function's variables with what they refer to as it is here: other names stand for themselves. */
async function variablesOf(
  template: Template,
  { tableName, busName, quarantineQueueUrl }: Parameters<Variant['variables']>[0],
): Promise<Record<string, string>> {
  const { Environment } = propertiesOf(template, logicalId('migrate', 'LambdaFunction'));
  const refs: Record<string, string> = { Ledger: tableName, Bus: busName, QuarantineQueue: quarantineQueueUrl };
  const variables = await resolveValue((Environment as { Variables: unknown }).Variables, {
    ref: async (id) => refs[id] ?? id,
    attribute: async (id, attribute) => `${id}${attribute}`,
  });
  return variables as Record<string, string>;
}

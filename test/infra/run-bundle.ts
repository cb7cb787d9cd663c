import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ACCOUNT, REGION } from '../../infra/check/variants.ts';
import { logicalId } from '../../infra/logical-id.ts';
import { unzipBundle } from '../../local/stack/unzip-bundle.ts';
import type { FunctionName } from '../../src/settings/setting.ts';
import { type Deployable, packaged } from './template.ts';

/** What Lambda sets, besides credentials. */
const OF_LAMBDA = { AWS_REGION: REGION, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', HOME: '/nonexistent' };

const QUEUE_URL = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/queue`;

/**
 * Runs a function's bundle as it ships, in a process of its own that has nothing of this one's environment.
 *
 * @param code a module, in which `bundle` is the URL of the bundle
 * @param environment besides what the template sets; without it the template's is left out as well
 * @returns what the code writes to standard output, as JSON
 */
export async function runBundle(
  name: FunctionName,
  code: string,
  environment?: Readonly<Record<string, string>>,
  // biome-ignore lint/suspicious/noExplicitAny: whatever the code writes
): Promise<any> {
  const template = await packaged('default');
  const codeDirectory = await mkdtemp(join(tmpdir(), 'dx-migrator-bundle-'));
  try {
    const folder = await unzipBundle(`${name}.zip`, { packageDirectory: template.directory, codeDirectory });
    const bundle = pathToFileURL(join(folder, 'src/handlers', `${name}.mjs`)).href;
    const env = environment && { ...OF_LAMBDA, ...variables(name, template), ...environment };
    const args = ['--input-type=module', '--eval', `const bundle = ${JSON.stringify(bundle)};${code}`];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: env ?? {} });
    return JSON.parse(stdout);
  } finally {
    await rm(codeDirectory, { recursive: true });
  }
}

/** With addresses for those of queues, which the template does not know. */
function variables(name: FunctionName, template: Deployable): Record<string, string> {
  const known: Record<string, string> = template.get(logicalId(name, 'LambdaFunction')).Environment.Variables;
  const entries = Object.entries(known).map(([key, value]) => [key, key.endsWith('_URL') ? QUEUE_URL : value]);
  return { ...Object.fromEntries(entries), POWERTOOLS_LOG_LEVEL: 'SILENT' };
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ACCOUNT, REGION } from '../../infra/check/variants.ts';
import { logicalId } from '../../infra/logical-id.ts';
import type { Template } from '../../local/stack/template.ts';
import type { FunctionName } from '../../src/settings/setting.ts';

/** What Lambda sets, besides credentials. */
const OF_LAMBDA = { AWS_REGION: REGION, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', HOME: '/nonexistent' };

const QUEUE_URL = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/queue`;

/** A function's environment on AWS, but for credentials, with something in place of what only CloudFormation knows. */
export function environmentOf(name: FunctionName, { Resources }: Pick<Template, 'Resources'>): Record<string, string> {
  const { Environment } = Resources[logicalId(name, 'LambdaFunction')]?.Properties ?? {};
  const { Variables } = Environment as { Variables: Record<string, unknown> };
  const variables = Object.entries(Variables).map(([variable, value]) => {
    const known = typeof value === 'string' ? value : variable.toLowerCase();
    return [variable, variable.endsWith('_URL') ? QUEUE_URL : known];
  });
  return { ...OF_LAMBDA, ...Object.fromEntries(variables) };
}

/**
 * Runs a module in a process of its own, which has no variable of this one's.
 *
 * @returns what it writes to standard output, as JSON
 */
export async function runModule(
  code: string,
  env: Record<string, string>,
  // biome-ignore lint/suspicious/noExplicitAny: whatever the code writes
): Promise<any> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], { env });
  return JSON.parse(stdout);
}

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoRun } from '../../../local/demo/run-demo.ts';
import { closeFunctions, invoke, lambdaOf } from '../lambda/fixtures/local-lambda.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const NOWHERE = 'http://127.0.0.1:9';

/** The settings of someone who works with AWS otherwise, each of which would spoil a client of the local stack. */
const PROFILE = `[default]
region = us-gov-west-1
use_fips_endpoint = true
use_dualstack_endpoint = true
endpoint_url = ${NOWHERE}
max_attempts = nine
retry_mode = sometimes
defaults_mode = nothing
`;
const VARIABLES = {
  AWS_PROFILE: 'absent',
  AWS_REGION: 'no-such-region',
  AWS_USE_FIPS_ENDPOINT: 'true',
  AWS_USE_DUALSTACK_ENDPOINT: 'true',
  AWS_ENDPOINT_URL: NOWHERE,
  AWS_ENDPOINT_URL_SQS: NOWHERE,
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
  AWS_SESSION_TOKEN: 'of-another-key',
  AWS_MAX_ATTEMPTS: 'nine',
  AWS_RETRY_MODE: 'sometimes',
  AWS_DEFAULTS_MODE: 'nothing',
  AWS_ACCOUNT_ID_ENDPOINT_MODE: 'required',
  AWS_CA_BUNDLE: '/nonexistent',
};
/** Node 24's own: without it, a proxy in the environment is none of Node's business. */
const PROXY = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE, http_proxy: NOWHERE };

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'dx-migrator-home-'));
  mkdirSync(join(home, '.aws'));
  writeFileSync(join(home, '.aws', 'config'), PROFILE);
  const request = {
    ...{ schemaVersion: '1', requestId: 'r1', connectionId: 'dxcon-fg100001', requestedAt: 'now' },
    ...{ expectedParentConnectionId: 'dxcon-fra00001', parentConnectionId: 'dxlag-fra00001' },
  };
  writeFileSync(join(home, 'requests.jsonl'), JSON.stringify(request));
});
afterAll(() => rmSync(home, { recursive: true }));

describe('the demo, with all its clients, uses none of the AWS settings of its user:', () => {
  it.each([
    ['a profile in the home folder, or a proxy', () => ({ HOME: home, ...PROXY })],
    // Not together with the profile: one could hide what the other spoils.
    ['variables', () => VARIABLES],
  ])('%s', async (_name, settings) => {
    const env = { PATH: process.env.PATH, ...settings() };
    const args = ['local/demo/cli.ts', '--json', '--timeout', '900', '--requests', join(home, 'requests.jsonl')];

    const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((resolve) =>
      execFile(process.execPath, args, { cwd: ROOT, env, maxBuffer: 1e8 }, (_error, out, err) =>
        resolve({ stdout: out, stderr: err }),
      ),
    );

    expect(stdout, stderr).not.toBe('');
    const run: DemoRun = JSON.parse(stdout);
    expect(run.results.map(({ event }) => event?.detail.data.outcome)).toEqual(['MIGRATED']);
    expect(run.audit.objections).toEqual([]);
    expect(run.billing).toHaveLength(1);
  });
});

describe("a function's process", () => {
  const source = `
    import { createRequire } from 'node:module';
    const { SQSClient } = createRequire(${JSON.stringify(ROOT)})('@aws-sdk/client-sqs');
    export const handler = async () => {
      const { config } = new SQSClient({});
      return [await config.useFipsEndpoint(), await config.useDualstackEndpoint(), config.endpoint ? 'endpoint' : ''];
    };`;

  it('uses nothing of a profile in the home folder', async () => {
    const lambda = await lambdaOf(source, { environment: { HOME: home } });

    expect(await invoke(lambda)).toEqual([false, false, '']);

    await closeFunctions();
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAdminClient } from '#direct-connect-simulator';
import { readTopology } from '../../../local/read-topology.ts';
import { type LocalStack, startLocalStack } from '../../../local/stack/local-stack.ts';
import { packageStack } from '../../../local/stack/package-stack.ts';
import { parseTenants } from '../../../src/migration/model/tenants.ts';
import { eventually } from '../../support/eventually.ts';
import { blocksOf, blocksUnder } from './markdown-blocks.ts';
import { type Environment, type Ran, runPython, runShell, runTypeScript } from './run-example.ts';
import { awsCli, boto3, curl, type Tool } from './tools.ts';

const file = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const BLOCKS = blocksOf(file('docs/integrate/order-systems.md'));
const sample = readTopology(file('local/samples/topology.yaml'));

interface Example {
  heading: string;
  tool: Tool;
  run: (environment: Environment) => Promise<Ran>;
}

const last = (heading: string, language: string) => blocksUnder(BLOCKS, heading, language).at(-1) ?? '';
const EXAMPLES: Example[] = [
  {
    heading: 'TypeScript',
    tool: { found: 'Node.js' },
    run: (environment) => runTypeScript(last('TypeScript', 'ts'), environment),
  },
  { heading: 'Python', tool: boto3(), run: (environment) => runPython(last('Python', 'python'), environment) },
  { heading: 'AWS CLI', tool: awsCli(), run: (environment) => runShell(last('AWS CLI', 'sh'), environment) },
  { heading: 'Plain HTTP', tool: curl(), run: (environment) => runShell(last('Plain HTTP', 'sh'), environment) },
];
const RUNNABLE = EXAMPLES.filter(({ tool }) => tool.missing === undefined);

let directory: string;
let stack: LocalStack;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dx-migrator-docs-'));
  await packageStack({ directory, region: sample.region, tenants: { tenants: sample.tenants } });
  stack = await startLocalStack({ packageDirectory: directory, topology: sample, log: () => undefined });
});
afterAll(async () => {
  await stack?.close();
  await rm(directory, { recursive: true });
});

/** The variables after blocks that were pasted one after the other. */
async function exported(blocks: string[], environment: Environment): Promise<Environment> {
  const { status, stdout } = await runShell(`${blocks.join('\n')}\nenv`, environment);
  expect(status).toBe(0);
  return Object.fromEntries(stdout.split('\n').map((line) => line.split(/=(.*)/s, 2)));
}

it(`one after the other on one stack, each example has a move of its own (${RUNNABLE.map(({ heading }) => heading)})`, async () => {
  const shell = {
    ...stack.endpointVariables,
    AWS_REGION: stack.region,
    AWS_DEFAULT_REGION: stack.region,
    AWS_ACCESS_KEY_ID: parseTenants({ tenants: sample.tenants })[0]?.senders[0],
    AWS_SECRET_ACCESS_KEY: 'local',
    QUEUE_URL: stack.outputs.PartnerOrdersRequestsQueueUrl,
  };
  const [common = ''] = blocksUnder(BLOCKS, 'Try it on your machine', 'sh');
  const expected: string[] = [];
  for (const { heading, run } of RUNNABLE) {
    const [order = ''] = blocksUnder(BLOCKS, heading, 'sh');
    const environment = await exported([common, order], shell);
    expect(environment.QUEUE_URL).toBe(shell.QUEUE_URL);
    expect(await run(environment), heading).toMatchObject({ status: 0, stderr: '' });
    expected.push(`${environment.CONNECTION_ID} ${environment.FROM_PARENT_ID} ${environment.TO_PARENT_ID}`);
  }
  expect(new Set(expected).size).toBe(RUNNABLE.length);
  const directConnect = createAdminClient(stack.directConnect.url);
  await eventually(async () => {
    const { moves } = await directConnect.journal();
    const made = moves.map(({ connectionId, from, to }) => `${connectionId} ${from} ${to}`);
    expect(made).toHaveLength(expected.length);
    expect(new Set(made)).toEqual(new Set(expected));
  });
});

it('the requests that the page prints besides are for other lines and orders', () => {
  const printed = blocksUnder(BLOCKS, 'More than one request for a connection', 'json').join('');
  for (const { heading } of EXAMPLES) {
    const [, order = '', line = ''] =
      /ORDER_ID=(\d+) CONNECTION_ID=(\S+)/.exec(blocksUnder(BLOCKS, heading, 'sh')[0] ?? '') ?? [];
    expect(order).not.toBe('');
    expect(printed).not.toContain(order);
    expect(printed).not.toContain(line);
  }
});

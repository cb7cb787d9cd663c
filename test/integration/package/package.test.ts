import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeBlocks } from '../../support/code-blocks.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';
import { compile, installIntoEmptyProject, readJson } from './empty-project.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PACKAGE = join(ROOT, 'contracts');

let project: string;
let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack('withoutReconcile');
  // What an earlier version compiled must not come along.
  await mkdir(join(PACKAGE, 'dist'), { recursive: true });
  await writeFile(join(PACKAGE, 'dist', 'stale.js'), '');
  project = await installIntoEmptyProject('contracts', ['@aws-sdk/client-sqs', 'ical-generator', '@types/node']);
  const blocks = codeBlocks(await readFile(join(PACKAGE, 'README.md'), 'utf8'), 'ts');
  await Promise.all(blocks.map((code, index) => writeFile(join(project, `snippet-${index + 1}.ts`), code)));
  await compile(project);
});

afterAll(async () => {
  await stack.close();
  await rm(project, { recursive: true });
});

it('contains the files of its manifest, and nothing else', async () => {
  const own = join(project, 'node_modules/dx-migrator');
  expect(new Set(await readdir(own))).toEqual(
    new Set(['LICENSE', 'README.md', 'dist', 'drain', 'operations', 'package.json', 'v1']),
  );
  expect(await readdir(join(own, 'dist'))).toEqual(['calendar', 'client', 'contract']);
  expect(await readFile(join(own, 'LICENSE'), 'utf8')).toBe(await readFile(join(ROOT, 'LICENSE'), 'utf8'));
  const schema = await readJson(join(own, 'v1/schemas/migration-request.schema.json'));
  expect(schema.title).toBe('MigrationRequest');
  const ofVerdicts = 'operations/v1/schemas/hosted-connection-migration-verified.schema.json';
  expect((await readJson(join(own, ofVerdicts))).title).toBe('HostedConnectionMigrationVerified');
});

it('has the version of the service', async () => {
  const [own, root] = await Promise.all([
    readJson(join(PACKAGE, 'package.json')),
    readJson(join(ROOT, 'package.json')),
  ]);
  expect(own.version).toBe(root.version);
  expect(own.dependencies.valibot).toBe(`^${root.dependencies.valibot}`);
});

it('cannot be published by mistake', async () => {
  expect(await readJson(join(PACKAGE, 'package.json'))).toMatchObject({ private: true });
});

it('needs no AWS SDK for the contract', async () => {
  const code = `
    import { registerHooks } from 'node:module';
    registerHooks({ resolve: (name, context, next) => {
      if (name.startsWith('@')) throw new Error('asked for ' + name);
      return next(name, context);
    } });
    const { REASON_CODES } = await import('dx-migrator/contract');
    const { VERDICTS } = await import('dx-migrator/operations');
    console.log(REASON_CODES.length + VERDICTS.length);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: project });
  expect(Number(stdout)).toBeGreaterThan(20);
});

it('makes calendar files of announced maintenance', async () => {
  const golden = JSON.stringify(
    join(project, 'node_modules/dx-migrator/operations/v1/examples/events/maintenance-announced.json'),
  );
  const code = `
    import { readFileSync } from 'node:fs';
    import { parseOperationsEvent } from 'dx-migrator/operations';
    import { calendarFiles } from 'dx-migrator/calendar';
    const { event } = parseOperationsEvent(readFileSync(${golden}, 'utf8'));
    const { metadata, data } = event.detail;
    const provider = { domain: 'example.net', name: 'NOC', email: 'noc@example.net' };
    for (const { text } of calendarFiles([data], metadata.occurredAt, provider)) console.log(text);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: project });
  expect(stdout).toContain('X-MAINTNOTE-OBJECT-ID:dxcon-fg100001');
});

it("its README's first snippet sends a request, and the second reads the event", async () => {
  const env = {
    ...process.env,
    ...stack.endpointVariables,
    ...{ AWS_REGION: stack.region, AWS_ACCESS_KEY_ID: 'AROAORDERSYSTEM', AWS_SECRET_ACCESS_KEY: 'local' },
    QUEUE_URL: stack.outputs.OrdersRequestsQueueUrl,
    ...{ CONNECTION_ID: 'dxcon-line1', FROM_PARENT_ID: 'dxcon-old1', TO_PARENT_ID: 'dxlag-new1' },
    ORDERED_AT: new Date().toISOString(),
  };

  const sent = await run(process.execPath, ['snippet-1.js'], { cwd: project, env });

  expect(sent.stdout).toContain('order-4711.move-1');
  const event = await stack.nextEnvelope('Notification');
  const code = `import { describe } from './snippet-2.js'; console.log(describe(process.env.EVENT));`;
  const read = await run(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: project,
    env: { ...process.env, EVENT: JSON.stringify(event) },
  });
  expect(read.stdout).toContain('dxcon-line1 is on dxlag-new1 (moved)');
});

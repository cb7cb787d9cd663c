import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const CLIENT = new URL('../../../src/client/index.ts', import.meta.url).href;

/** SQS throttles, so that the client waits; an hour, if the abort ended the call but not the timer. */
const PROGRAM = `
  const { MigrationClient } = await import('${CLIENT}');
  const ending = new AbortController();
  const throttled = { name: 'RequestThrottled', $fault: 'client', $metadata: { httpStatusCode: 400 } };
  const send = async () => {
    setImmediate(() => ending.abort());
    throw Object.assign(new Error(), throttled);
  };
  const client = new MigrationClient({ sqs: { send }, queueUrl: 'q' }, { random: () => 3_600_000 / 200 });
  const request = {
    schemaVersion: '1', requestId: 'r1', connectionId: 'dxcon-a', expectedParentConnectionId: 'dxcon-b',
    parentConnectionId: 'dxlag-c', requestedAt: '2026-11-23T12:00:00Z',
  };
  const { results } = await client.submitAll([request], { signal: ending.signal });
  console.log(results[0].code);`;

it('a program that aborts during a wait can end', async () => {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', PROGRAM], { timeout: 240_000 });
  expect(stdout).toBe('REFUSED\n');
});

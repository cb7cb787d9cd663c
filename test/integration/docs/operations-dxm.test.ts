import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';
import { atShell, dxmStep, logged, PATIENT } from './operator.ts';
import type { Environment, Ran } from './run-example.ts';

const ALARMS = fileURLToPath(new URL('../../../docs/operations/alarms/', import.meta.url));
const ATTENTION = 3;

/** Alarms about what dxm cannot see: functions, roles, consumers' queues and what others change. */
const BY_HAND = [
  ...['README', 'access-denied', 'bus-dlq', 'changed-by-others', 'consumer-delivery', 'consumer-dlq', 'faults'],
  ...['function-duration', 'function-errors', 'function-throttles', 'silent'],
];

const HELD: Environment = { TENANT: 'orders', REQUEST_ID: 'r1', CONNECTION_ID: 'dxcon-line1', PARENT_ID: 'dxlag-new1' };

const WAITING = stackRequest('r2', 'dxcon-line2');

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.close());

const follow = (page: string, heading: string, index = 0, variables: Environment = {}): Promise<Ran> =>
  atShell(stack, dxmStep(page, heading, index), { ...HELD, ...variables });

/** What a block shows that finds something for a person to do. */
async function attends(page: string, heading: string, index = 0, variables: Environment = {}): Promise<string> {
  const { status, stdout, stderr } = await follow(page, heading, index, variables);
  expect({ status, stderr }, `${page}.md, ${heading}`).toEqual({ status: ATTENTION, stderr: '' });
  return stdout;
}

async function succeeds(page: string, heading: string, index = 0, variables: Environment = {}): Promise<string> {
  const { status, stdout, stderr } = await follow(page, heading, index, variables);
  expect(status, `${page}.md, ${heading}: ${stderr}`).toBe(0);
  return stdout;
}

it('every page of an alarm has dxm first, but those about what it cannot see', () => {
  const pages = globSync('*.md', { cwd: ALARMS }).map((file) => file.replace('.md', ''));
  const without = pages.filter((page) => !/```sh\ndxm /.test(readFileSync(`${ALARMS}${page}.md`, 'utf8')));
  expect(without.toSorted()).toEqual(BY_HAND.toSorted());
  for (const page of pages.filter((one) => !without.includes(one))) {
    const blocks = readFileSync(`${ALARMS}${page}.md`, 'utf8').match(/```sh\n\w+/g) ?? [];
    expect(blocks[0], page).toBe('```sh\ndxm');
  }
});

describe('with dxm', PATIENT, () => {
  it('a held request is found, looked into and decided', async () => {
    await stack.directConnectAdmin.armFault({ kind: 'drop', effect: 'none' });
    await stack.send(stackRequest('r1', 'dxcon-line1'));
    await logged(stack, 'held', 'r1');
    await eventually(async () => expect(await attends('alarms/held', 'Look')).toContain('r1'));
    expect((await follow('alarms/held', 'Look', 1)).stdout).toContain('dxm resolve orders/r1');
    expect(await attends('alarms/circuit-open', 'Look')).toContain('orders/r1');
    expect((await follow('README', 'The story of a request')).stdout).toContain('dxcon-line1');
    expect((await follow('alarms/calling', 'Look', 1)).stdout).toContain('r1');
    await succeeds('alarms/held', 'Act', 0, { VERDICT: 'notMoved' });
    await succeeds('alarms/calling', 'Look');
    expect(await succeeds('README', 'The story of a request')).toContain('RESOLVED_NOT_MOVED');
  });

  it('a pause is put on, seen, and taken away', async () => {
    await succeeds('upgrade', '1. Pause');
    await stack.send(WAITING);
    await logged(stack, 'waiting', 'r2');
    await succeeds('upgrade', '2. Drain');
    expect(await attends('alarms/paused', 'Look')).toContain('ticket 815');
    expect(await succeeds('alarms/paused', 'Look', 1)).toContain('r2');
    expect(await succeeds('alarms/stuck', 'Look')).toContain('r2');
    expect(await succeeds('README', 'What a request waits for')).toContain('r2');
    expect(await succeeds('alarms/requests-waiting', 'Look', 1)).toContain('r2');
    await succeeds('alarms/paused', 'Act');
    expect(await succeeds('upgrade', '5. Resume')).toContain('not paused');
    await logged(stack, 'published', 'r2');
  });

  it('guards are put up and taken away', async () => {
    const until = { UNTIL: new Date(Date.now() + 3_600_000).toISOString(), PARENT_ID: 'dxlag-other1' };
    const all = await follow('README', 'Stop calls', 0, until);
    expect(all.stdout).toContain('night');
    const closing = atShell(stack, 'dxm parent close dxlag-other1 --why x --yes', {});
    expect((await closing).status).toBe(0);
    expect(await attends('alarms/parent-closed', 'Look')).toContain('dxlag-other1');
    await succeeds('alarms/parent-closed', 'Look', 1);
    await succeeds('alarms/parent-closed', 'Act', 0, { PARENT_ID: 'dxlag-other1' });
  });

  it('dead letters and copies are seen and cleared', async () => {
    const dead = { QueueUrl: stack.outputs.OrdersRequestsDeadLetterQueueUrl, MessageGroupId: 'dxcon-line2' };
    await stack.sqsCall('SendMessage', { ...dead, MessageDeduplicationId: 'd1', MessageBody: JSON.stringify(WAITING) });
    expect((await follow('alarms/requests-dlq', 'Look')).stdout).toContain('r2');
    expect((await follow('redrive', "The requests' dead-letter queue")).stdout).toContain('r2');
    await succeeds('alarms/requests-dlq', 'Act');
    await stack.send('not a request');
    await stack.send(stackRequest('r3', 'dxcon-line3'), 'AROASTRANGER');
    await eventually(async () => expect(await attends('alarms/quarantine', 'Look')).toContain('UNKNOWN_SENDER'));
    expect(await attends('alarms/unknown-sender', 'Look')).toContain('UNKNOWN_SENDER');
    await succeeds('alarms/quarantine', 'Act', 0, { REASON: 'INVALID_REQUEST' });
    expect(await attends('redrive', 'Quarantine')).not.toContain('INVALID_REQUEST');
  });

  it.each([
    ['unhealthy', 1],
    ['moved-away', 0],
    ['out-of-band-moves', 0],
    ['not-permitted', 0],
    ['conflict', 0],
  ])('%s: the story is shown', async (page, index) => {
    const { status, stdout, stderr } = await follow(`alarms/${page}`, 'Look', index);
    expect([0, ATTENTION], stderr).toContain(status);
    expect(stdout).toMatch(/r1|dxcon-line1/);
  });

  it.each([
    ['alarms/unhealthy', 'Look'],
    ['alarms/oldest-request', 'Look'],
    ['alarms/requests-waiting', 'Look'],
    ['alarms/unpublished', 'Look'],
    ['README', 'dxm'],
  ])('%s: what there is is shown', async (page, heading) => {
    const { status, stdout, stderr } = await follow(page, heading);
    expect([0, ATTENTION], stderr).toContain(status);
    expect(stdout + stderr).not.toBe('');
  });
});

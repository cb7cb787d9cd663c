import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatReport } from '../../../local/demo/report.ts';
import type { DemoRun } from '../../../local/demo/run-demo.ts';
import { MOVED } from '../../support/stack.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

function demo(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['local/demo/cli.ts', ...args],
      { cwd: ROOT, maxBuffer: 1e8, env: { PATH: process.env.PATH } },
      (_error, stdout, stderr) => resolve({ status: child.exitCode, stdout, stderr }),
    );
  });
}

const directory = mkdtempSync(join(tmpdir(), 'dx-migrator-demo-'));
afterAll(() => rmSync(directory, { recursive: true }));
const file = (name: string, content: string) => {
  writeFileSync(join(directory, name), content);
  return join(directory, name);
};

/** A name of a connection, some of it above U+FFFF. */
const KANJI = '𠮷野家 本店 😀';

describe('the demo over its samples, one of them named in kanji', () => {
  let ended: Ended;
  let run: DemoRun;
  beforeAll(async () => {
    const topology = readFileSync(join(ROOT, 'local/samples/topology.yaml'), 'utf8').replace('alder-core-a', KANJI);
    ended = await demo('--topology', file('kanji.yaml', topology), '--json', '--timeout', '900');
    run = JSON.parse(ended.stdout);
  });

  it('ends without objections', () => {
    expect(ended.status).toBe(0);
    expect(run.audit).toMatchObject({ lost: 0, unaccounted: 0, objections: [] });
  });

  it('reports what the consumers made of its events', () => {
    const moved = run.results.find(({ requestId }) => requestId === 'fra-1-01')?.event?.detail;
    expect(run.billing.find(({ requestId }) => requestId === 'fra-1-01')).toMatchObject({
      eventId: moved?.metadata.eventId,
      connectionId: 'dxcon-fg100001',
      ownerAccount: '111122223333',
      orderId: 'FRA-UPGRADE-1',
      changedAfter: moved?.data.startedAt,
      changedBy: moved?.data.observedAt ?? moved?.data.finishedAt,
    });
    expect(run.billing.some(({ requestId }) => requestId === 'fra-3-01-there')).toBe(false);
    expect(run.notification.find(({ eventId }) => eventId === moved?.metadata.eventId)?.text).toContain(
      'Device: changed, from EqFR5-1a2b3c4d5e6f7 to EqFR5-7g8h9i0j1k2l3',
    );
  });

  it('prints a line of billing for each effective move, and a message for each event', () => {
    const report = formatReport(run);
    const facts = [...report.matchAll(/^(effective moves|lines of billing|messages of notification) +(\d+) *$/gm)];
    const verdicts = run.notification.filter((message) => 'verdict' in message);
    expect(Object.fromEntries(facts.map(([, name, count]) => [name, Number(count)]))).toEqual({
      'effective moves': 26,
      'lines of billing': 26,
      // A resend has no event of its own.
      'messages of notification': 43 + verdicts.length,
    });
    // On a busy machine a line may be told as not looked at before it is told as well.
    expect(verdicts.length).toBeGreaterThanOrEqual(26);
    expect(report).toMatch(/^operators +Message rejected: UNKNOWN_SENDER/m);
    expect(report).toMatch(/^munich-reseller +Moved: dxcon-mg100002 "birch-munich" to dxlag-muc00001/m);
  });

  const outcomeOf = (requestId: string) => {
    const event = run.results.find((result) => result.requestId === requestId)?.event?.detail.data;
    return event && [event.outcome, event.disposition ?? event.reason?.code ?? null, event.attempts];
  };

  it.each([
    ['to a LAG', 'fra-1-01', ['MIGRATED', MOVED, 1]],
    ['to an interconnect', 'fra-1-08', ['MIGRATED', MOVED, 1]],
    ['already there', 'fra-3-01-there', ['MIGRATED', 'alreadyThere', 0]],
    ['a VLAN conflict', 'fra-1-09-vlan', ['REJECTED', 'VLAN_CONFLICT', 0]],
    ['an address conflict', 'fra-1-11-address', ['FAILED', 'IP_CONFLICT', 1]],
    ['a stale request', 'fra-2-08-stale', ['REJECTED', 'SUPERSEDED', 0]],
    ['a wrong expected parent', 'fra-3-02-parent', ['REJECTED', 'UNEXPECTED_PARENT', 0]],
    ['a customer that is no one’s', 'fra-1-12-stranger', ['REJECTED', 'NOT_PERMITTED', 0]],
    ['a tenant without the right', 'muc-cedar', ['REJECTED', 'NOT_PERMITTED', 0]],
    ['a dry run', 'fra-2-11-dry', ['PLANNED', null, 0]],
    ['a dry run that would be rejected', 'fra-2-12-dry', ['PLANNED', 'CONNECTION_STATE', 0]],
    ['a window that opens', 'fra-2-09-window', ['MIGRATED', MOVED, 1]],
    ['a window that is over', 'fra-2-10-expired', ['REJECTED', 'EXPIRED', 0]],
    ['throttling', 'fra-2-07', ['MIGRATED', MOVED, 3]],
    ['a lost answer', 'fra-2-04', ['MIGRATED', 'observed', 1]],
    ['an unknown sender', 'muc-unknown', ['REJECTED', 'UNKNOWN_SENDER', 0]],
    ['a typo in a field', 'muc-typo', ['REJECTED', 'INVALID_REQUEST', 0]],
  ])('covers %s', (_name, requestId, expected) => {
    expect(outcomeOf(requestId)).toEqual(expected);
  });

  it('tells of a connection by its name, in kanji too', () => {
    const moved = run.results.find(({ requestId }) => requestId === 'fra-1-01')?.event?.detail;
    const message = run.notification.find(({ eventId }) => eventId === moved?.metadata.eventId);
    expect(message?.text).toContain(KANJI);
  });

  it('covers a resend and a conflict of content', () => {
    const [first, resend, conflict] = run.results.filter(({ requestId }) => requestId === 'fra-2-08');
    expect(resend?.sameAsLine).toBe(first?.line);
    expect(resend?.event).toEqual(first?.event);
    expect(conflict?.event?.detail.data.reason?.code).toBe('CONFLICTING_REQUEST');
  });
});

describe('the demo with other files', () => {
  it.each([
    [
      '--requests',
      'bad.jsonl',
      '{"schemaVersion":"1"}\n{\n',
      /bad\.jsonl:1: requestId: is missing.*\n.*bad\.jsonl:2: not JSON/,
    ],
    ['--topology', 'bad.yaml', 'account: "1"\n', /bad\.yaml:1: account: /],
    [
      '--topology',
      'tenants.yaml',
      'account: "111122223333"\ntenants:\n  - { name: a, principals: [], senders: [x], ownerAccounts: [], parents: [] }\n',
      /tenants\.yaml: tenants\.0\.senders\.0: must be a SenderId/,
    ],
  ])('rejects a bad %s and runs nothing', async (option, name, content, message) => {
    const { status, stdout, stderr } = await demo(option, file(name, content));
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
  });

  it('exits 1 if a request has no outcome in time', async () => {
    const later = { notBefore: 'now+1h', requestId: 'later' };
    const request = {
      schemaVersion: '1',
      connectionId: 'dxcon-fg100001',
      expectedParentConnectionId: 'dxcon-fra00001',
      parentConnectionId: 'dxlag-fra00001',
      requestedAt: 'now',
      ...later,
    };
    const { status, stdout } = await demo('--requests', file('later.jsonl', JSON.stringify(request)), '--timeout', '2');
    expect(status).toBe(1);
    expect(stdout).toContain('the message of line 1 has no outcome');
    expect(stdout).toContain('What billing keeps');
    expect(stdout).toContain('Messages to people');
  });
});

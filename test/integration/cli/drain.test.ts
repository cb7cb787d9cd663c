import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  AllocateHostedConnectionCommand,
  AssociateHostedConnectionCommand,
  DirectConnectClient,
} from '@aws-sdk/client-direct-connect';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DXM, dxm, exportsOf } from '../../support/dxm.ts';
import { eventually } from '../../support/eventually.ts';
import { startTestStackFrom, type TestStack } from '../../support/stack.ts';
import { missingForTerminal, onTerminal } from '../../support/terminal.ts';

const TOPOLOGY = fileURLToPath(new URL('../../support/drain-topology.yaml', import.meta.url));

/** A port at which nothing listens. */
const NOWHERE = 'http://127.0.0.1:9';

let stack: TestStack;
let env: Record<string, string>;
let folder: string;
let directConnect: DirectConnectClient;

beforeAll(async () => {
  stack = await startTestStackFrom(inject('packages').usual, 0, TOPOLOGY);
  // Credentials that can change nothing, and no function that could be asked to.
  env = {
    ...exportsOf(stack),
    AWS_ACCESS_KEY_ID: 'AIDAPLANNER',
    AWS_ENDPOINT_URL_LAMBDA: NOWHERE,
    TZ: 'Europe/Berlin',
  };
  folder = mkdtempSync(join(tmpdir(), 'dx-migrator-drain-'));
  directConnect = new DirectConnectClient({
    ...{ endpoint: stack.directConnect.url, region: stack.region },
    credentials: { accessKeyId: 'PARTNER', secretAccessKey: 'local' },
  });
});
afterAll(async () => {
  directConnect.destroy();
  rmSync(folder, { recursive: true });
  await stack.close();
});

const file = (name: string) => join(folder, name);
const lambda = () => String(exportsOf(stack).AWS_ENDPOINT_URL_LAMBDA);
const TIMES = ['--window-from', '2099-12-24 22:00', '--window-to', '8h'];
const PLAN = ['drain', 'plan', 'dxcon-old1', '--to', 'dxlag-new1', ...TIMES];

describe('a plan', () => {
  it('says what moves and what does not, with why and what would help, and is kept where it is told to', async () => {
    const { status, stdout, stderr } = await dxm([...PLAN, '-o', file('plan.json')], env);
    expect(stderr).toContain(`Written to ${file('plan.json')}. Nothing moves by it.\n`);
    expect(stderr).toContain(`Next: dxm drain submit ${file('plan.json')} --why`);
    expect(status).toBe(3);
    expect(stdout).toContain('moves      3 of 4 lines');
    expect(stdout).toContain('window     2099-12-24 22:00:00 CET to 2099-12-25 06:00:00 CET');
    expect(stdout).toContain(
      'VLAN\n  dxcon-line4 dogwood: VLAN 130 is taken on dxlag-new1 by dxcon-line6\n  would help: another target',
    );
    expect(stdout).toContain('RIGHTS_UNKNOWN\n  no tenants file was given');
  });

  it('is announced with a calendar file for each customer, of those that are to be moved', async () => {
    const operator = { ...env, AWS_ENDPOINT_URL_LAMBDA: lambda() };
    const run = (...args: string[]) => dxm(['drain', ...args, '--why', 'x', '--yes'], operator);
    expect((await run('submit', file('plan.json'))).status).toBe(0);
    const { drainId } = JSON.parse(readFileSync(file('plan.json'), 'utf8'));
    const calendars = ['--ics', file('notices'), '--from', 'Example NOC <noc@example.net>'];
    const { status, stdout, stderr } = await run('announce', drainId, ...calendars);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`3 calendar files in ${file('notices')}`);
    const owners = ['111122223333', '222233334444', '333344445555'];
    expect(readdirSync(file('notices')).toSorted()).toEqual(owners.map((owner) => `${drainId}.${owner}.ics`));
    for (const [at, owner] of owners.entries()) {
      const text = readFileSync(file(`notices/${drainId}.${owner}.ics`), 'utf8');
      expect(text.match(/dxcon-line\d/g)).toEqual([`dxcon-line${at + 1}`, `dxcon-line${at + 1}`]);
    }
    expect(await run('announce', drainId, ...calendars)).toMatchObject({ status: 2, stdout: '' });
    // What follows goes by a port that is not cordoned.
    expect((await run('abort', drainId)).status).toBe(0);
    await eventually(async () => expect((await dxm(['drain', 'status', drainId], env)).stdout).toContain('ABORTED'));
  });

  it('replaces no file unless it is told to', async () => {
    const again = await dxm([...PLAN, '-o', file('plan.json')], env);
    expect(again).toMatchObject({ status: 2, stdout: '' });
    expect(again.stderr).toContain('error: this file is there already');
    expect(again.stderr).toContain('say --force');
    expect((await dxm([...PLAN, '-o', file('plan.json'), '--force'], env)).status).toBe(3);
  });

  it('is a document with --json, the same as the file', async () => {
    const { stdout } = await dxm(['drain', 'show', file('plan.json'), '--json'], env);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(file('plan.json'), 'utf8')));
    expect(JSON.parse(stdout)).toMatchObject({ source: 'dxcon-old1', window: { from: '2099-12-24T21:00:00.000Z' } });
  });

  it('goes by a groups file, pins and limits', async () => {
    writeFileSync(file('groups.csv'), '\uFEFFconnectionId,group,exempt\r\ndxcon-line1,alder,\r\ndxcon-line3,,yes\r\n');
    const options = ['--groups', file('groups.csv'), '--pin', 'dxcon-line2=dxlag-new1', '--max-moving', '2'];
    const { status, stdout } = await dxm([...PLAN, ...options, '-o', file('other.json'), '--json'], env);
    expect(status).toBe(3);
    const { lines, left, limits } = JSON.parse(stdout);
    expect(lines.map((line: { connectionId: string }) => line.connectionId)).toEqual(['dxcon-line1', 'dxcon-line2']);
    expect(lines).toMatchObject([{ group: 'alder' }, { pinned: true }]);
    expect(left).toMatchObject([{ reasons: [{ code: 'EXEMPT' }] }, { reasons: [{ code: 'VLAN' }] }]);
    expect(limits.maxMoving).toBe(2);
  });

  it.each([
    [
      'a groups file with a line that is not there',
      '--groups',
      'connectionId,group\ndxcon-none1,a\n',
      'line 2, column 1',
    ],
    ['a groups file without its columns', '--groups', 'line;group\n', 'line 1'],
    ['a tenants file that is none', '--tenants', '{"tenants": 1}', 'this is no tenants file'],
    ['a tenants file that is YAML', '--tenants', 'tenants:\n  - name: orders\n', 'it is infra/tenants.json'],
  ])('says what is wrong in %s', async (_name, option, text, said) => {
    writeFileSync(file('wrong'), text);
    const { status, stdout, stderr } = await dxm([...PLAN, option, file('wrong')], env);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(said);
    expect(stderr).toContain(`at: ${file('wrong')}`);
  });

  it.each([
    [['--pin', 'dxcon-line1'], 2, 'say --pin dxcon-…=dxlag-…'],
    [['--last-leg', 'dxcon-line1'], 2, 'only for a reason'],
    [['--notice', 'soon'], 2, 'say 14d, 36h, or 0'],
    [['--to', 'dxlag-new2'], 1, 'there is no interconnect or LAG dxlag-new2'],
    [['--to', 'LAG 1'], 2, 'at: --to'],
    [['-o', 'none/plan.json'], 2, 'there is no such file or folder\n   at: none/plan.json'],
    [['--groups', 'none.csv'], 2, 'there is no such file or folder\n   at: none.csv'],
  ])('says what is wrong with %j', async (more, status, said) => {
    const ended = await dxm([...PLAN, ...more], env);
    expect(ended.status).toBe(status);
    expect(ended.stderr).toContain(said);
    expect(ended.stdout).toBe('');
  });

  it('that moves nothing is none, and needs a person', async () => {
    const { status, stdout, stderr } = await dxm(
      ['drain', 'plan', 'dxcon-old1', '--to', 'dxcon-spare1', '--window-from', '2099-12-24 22:00'],
      env,
    );
    expect(status).toBe(3);
    expect(stdout).toContain('4 lines stay');
    expect(stderr).toContain('error: there is no plan: none of the 4 lines on dxcon-old1 can move');
  });

  it('says at each target why it takes none, and of the lines only once', async () => {
    await dxm(['cordon', 'dxcon-spare1', '--why', 'a test', '--yes'], { ...env, AWS_ENDPOINT_URL_LAMBDA: lambda() });
    const { stdout } = await dxm(
      ['drain', 'plan', 'dxcon-old1', '--to', 'dxcon-spare1', '--window-from', '2099-12-24 22:00'],
      env,
    );
    await dxm(['uncordon', 'dxcon-spare1', '--why', 'over', '--yes'], { ...env, AWS_ENDPOINT_URL_LAMBDA: lambda() });
    expect(stdout).toContain('dxcon-spare1 CORDONED\n  it is cordoned: ');
    expect(stdout).toContain('TARGET\n  each of the 4 lines: no target that it may go to takes lines now\n');
    expect(stdout.match(/no target that it may go to/g)).toHaveLength(1);
  });
});

describe('of a plan, without any stage', () => {
  it('one line is shown', async () => {
    const { status, stdout } = await dxm(['drain', 'show', file('plan.json'), '--line', 'dxcon-line1']);
    expect(status).toBe(0);
    expect(stdout).toContain('moves      from dxcon-old1 to dxlag-new1');
    expect(stdout).toContain('sibling    dxcon-line5 on dxcon-old2, available');
  });

  it('a line that is not in it is not found, and a near one named', async () => {
    const { status, stderr } = await dxm(['drain', 'show', file('plan.json'), '--line', 'dxcon-lin3']);
    expect(status).toBe(1);
    expect(stderr).toContain('did you mean dxcon-line3?');
  });

  it('the lines are a table for spreadsheets', async () => {
    const { stdout } = await dxm(['drain', 'show', file('plan.json'), '--csv']);
    expect(stdout.split('\r\n').map((row) => row.split(',')[0])).toEqual([
      ...['connectionId', 'dxcon-line1', 'dxcon-line2', 'dxcon-line3', 'dxcon-line4', ''],
    ]);
  });

  it('the difference to another one is shown', async () => {
    const { status, stdout } = await dxm(['drain', 'diff', file('plan.json'), file('other.json')]);
    expect(status).toBe(0);
    expect(stdout).toContain('dxcon-line3: stays (EXEMPT); before: to dxlag-new1');
    const same = await dxm(['drain', 'diff', file('plan.json'), file('plan.json'), '--json']);
    expect(JSON.parse(same.stdout)).toEqual({ changes: [] });
  });

  it('a file that was changed is refused', async () => {
    const changed = readFileSync(file('plan.json'), 'utf8').replace('"maxMoving":10', '"maxMoving":99');
    writeFileSync(file('changed.json'), changed);
    const { status, stderr } = await dxm(['drain', 'show', file('changed.json')]);
    expect(status).toBe(2);
    expect(stderr).toContain('the plan was changed after it was made');
  });
});

describe('on a terminal', () => {
  const why = missingForTerminal();

  it.skipIf(why !== undefined).each([
    [80, []],
    [200, []],
    [80, ['--no-color']],
    [80, [], { NO_COLOR: '1' }],
  ] as [number, string[], object?][])('%d columns wide, with %j, tables fit', async (columns, options, more = {}) => {
    const isColoured = options.length + Object.keys(more).length === 0;
    const variables = Object.entries({ ...env, ...more }).map(([name, value]) => `${name}=${value}`);
    for (const command of [['parents'], ['drain', 'show', file('plan.json')]]) {
      const terminal = onTerminal(['env', ...variables, process.execPath, DXM, ...command, ...options], columns);
      expect((await terminal.ended()).status).toBe(0);
      const shown = terminal.output();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's own
      expect(/\u001b\[[0-9;]*m/.test(shown)).toBe(isColoured);
      const rows = plain(shown).filter((line) => /^(port|line|wave|to|dxcon-|dxlag-|└|\d )/.test(line));
      expect(rows.length).toBeGreaterThan(5);
      expect(rows.filter((row) => row.length > columns)).toEqual([]);
      expect(plain(shown).some((line) => line.includes('dxlag-new1'))).toBe(true);
    }
  });
});

/** Lines as they stand when all is over. */
function plain(shown: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's own
  return shown.replace(/\u001b\[[0-9;?]*[a-zA-Z]/g, '').split(/\r?\n|\r/);
}

describe('after the world has changed', () => {
  it('a plan that still holds is said to', async () => {
    const { status, stdout, stderr } = await dxm(['drain', 'check', file('plan.json')], env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('The plan holds: all 3 lines can be moved.');
  });

  it('it is refused, with the difference', async () => {
    await directConnect.send(
      new AssociateHostedConnectionCommand({ connectionId: 'dxcon-line1', parentConnectionId: 'dxlag-new1' }),
    );
    await directConnect.send(
      new AllocateHostedConnectionCommand({
        ...{ connectionId: 'dxlag-new1', ownerAccount: '555566667777', vlan: 102 },
        ...{ bandwidth: '500Mbps', connectionName: 'new' },
      }),
    );
    const { status, stdout, stderr } = await dxm(['drain', 'check', file('plan.json')], env);
    expect(status).toBe(1);
    expect(stdout).toContain('dxcon-line1 NOT_ON_SOURCE\n  it is on dxlag-new1, not on dxcon-old1\n');
    expect(stdout).toContain('dxcon-line2 VLAN\n  VLAN 102 is taken on dxlag-new1');
    expect(stderr).toContain('error: the plan does not hold any more');
    const again = /do: make a new one: dxm (.+)/.exec(stderr)?.[1] ?? '';
    expect(again).toBe(
      'drain plan dxcon-old1 --to dxlag-new1 --window-from 2099-12-24T21:00:00.000Z --window-to 2099-12-25T05:00:00.000Z ' +
        `--id dxcon-old1-2099-12-24 -o ${file('plan-new.json')}`,
    );
    expect((await dxm(again.split(' '), env)).status).toBe(3);
    const json = await dxm(['drain', 'check', file('plan.json'), '--json'], env);
    expect(json.status).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ holds: false });
  });

  it('it is refused once its target has no link to spare', async () => {
    await stack.directConnectAdmin.setLink({ id: 'dxcon-link2', state: 'down' });
    const { status, stdout } = await dxm(['drain', 'check', file('plan.json')], env);
    expect(status).toBe(1);
    expect(stdout).toContain('dxlag-new1 TARGET_LINKS\n  1 link is up');
    expect(stdout).toContain('dxlag-new1: its links: dxcon-link1 available, dxcon-link2 down now');
  });

  it('the difference is shown', async () => {
    const { status, stdout } = await dxm(['drain', 'diff', file('plan.json')], env);
    expect(status).toBe(0);
    expect(stdout).toContain('dxcon-line1: is not on dxcon-old1 any more, but on dxlag-new1');
    expect(stdout).toContain('dxlag-new1: VLAN 101, 102 are taken now');
  });

  it('ports show what needs a person', async () => {
    const { status, stdout } = await dxm(['parents', '--location', 'EqDC2'], env);
    expect(status).toBe(3);
    expect(stdout).toContain(
      'dxlag-new1 has 1 of its 2 links, and goes down with the next one\n    dxm cordon dxlag-new1',
    );
    expect(stdout).not.toContain('EqDA1');
  });
});

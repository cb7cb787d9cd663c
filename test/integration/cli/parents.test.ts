import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { dxm, exportsOf } from '../../support/dxm.ts';
import { eventually } from '../../support/eventually.ts';
import { stackRequest, startTestStackFrom, type TestStack } from '../../support/stack.ts';

const TOPOLOGY = fileURLToPath(new URL('../../support/drain-topology.yaml', import.meta.url));

let stack: TestStack;
let env: Record<string, string>;

beforeAll(async () => {
  stack = await startTestStackFrom(inject('packages').usual, 0, TOPOLOGY);
  env = exportsOf(stack);
});
afterAll(() => stack.close());

const isSafe = (id: string, ...more: string[]) => dxm(['parent', 'safe-to-delete', id, ...more], env);

describe('dxm parents', () => {
  it('shows each port with what is on it and in the way, a link behind its LAG', async () => {
    await dxm(['freeze', 'tonight', '--until', '2h', '--location', 'EqDA1', '--yes', '--why', 'release'], env);
    const { status, stdout, stderr } = await dxm(['parents'], env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n').map((row) => row.split(/ {2,}/))).toEqual([
      ['port', 'name', 'location', 'state', 'lines', 'Gbps used', 'links', 'VLANs', 'in the way'],
      ['dxcon-spare1', 'dxcon-spare1', 'EqDA1', 'available', '0', '0/10', 'frozen: tonight'],
      ['dxcon-old1', 'Old 1', 'EqDC2', 'available', '4', '2.5/10', '101-103, 130'],
      ['dxcon-old2', 'Old 2', 'EqDC2', 'available', '1', '1/10', '201'],
      ['dxlag-new1', 'New', 'EqDC2', 'available', '1', '0.5/20', '2/2 min 1', '130'],
      ['└ dxcon-link1', 'dxcon-link1', 'EqDC2', 'available'],
      ['└ dxcon-link2', 'dxcon-link2', 'EqDC2', 'available'],
      ['dxlag-other1', 'dxlag-other1', 'EqDC2', 'available', '0', '0/0', '0/0 min 0'],
      [''],
    ]);
  });

  it('names a near location', async () => {
    const { status, stderr } = await dxm(['parents', '--location', 'EqDC'], env);
    expect(status).toBe(2);
    expect(stderr).toBe('error: no interconnect or LAG is in EqDC\n   at: --location\n   do: did you mean EqDC2?\n');
  });

  it('has what needs a person, with its one command', async () => {
    await dxm(['parent', 'close', 'dxcon-old2', '--yes', '--why', 'errors'], env);
    const { status, stdout } = await dxm(['parents', '--location', 'EqDC2', '--json'], env);
    await dxm(['parent', 'open', 'dxcon-old2', '--yes', '--why', 'over'], env);
    expect(status).toBe(3);
    const { readAt, isComplete, parents } = JSON.parse(stdout);
    expect(isComplete).toBe(true);
    expect(readAt).toMatch(/^\d{4}-.*Z$/);
    expect(parents.find(({ id }: { id: string }) => id === 'dxcon-old2')).toMatchObject({
      ...{ usedMbps: 1_000, totalMbps: 10_000, vlans: [201], isClosed: true },
      needs: [{ todo: 'dxm parent open dxcon-old2 --why "…"' }],
    });
  });
});

describe('dxm parent safe-to-delete', () => {
  it('says what is on it, and what to do', async () => {
    const { status, stdout } = await isSafe('dxcon-old2');
    expect(status).toBe(3);
    expect(stdout).toContain('dxcon-old2 is not safe to delete: 2 things stand in the way.');
    expect(stdout).toContain('1 line is on it\n    dxm drain plan dxcon-old2 --to …');
    expect(stdout).toContain('dxcon-line5  alder-b  111122223333  201   available');
  });

  it('is said of no port that an order may still put a line onto', async () => {
    const { status, stdout } = await isSafe('dxlag-other1');
    expect(status).toBe(3);
    expect(stdout).toContain(
      'it is not cordoned: an order may put a line there\n    dxm cordon dxlag-other1 --why "…"',
    );
  });

  it('is true of one that is empty in two readings far enough apart', async () => {
    await dxm(['cordon', 'dxlag-other1', '--yes', '--why', 'being emptied'], env);
    const { status, stdout, stderr } = await isSafe('dxlag-other1', '--json');
    expect(status).toBe(0);
    const { isSafe: safe, obstacles, readings } = JSON.parse(stdout);
    expect({ safe, obstacles }).toEqual({ safe: true, obstacles: [] });
    // As the stage has it: staleSeconds.
    expect(Date.parse(readings[1]) - Date.parse(readings[0])).toBeGreaterThan(3_000);
    expect(stderr).toContain('is read again from');
    expect((await isSafe('dxlag-other1', '--stale', '0')).stdout).toContain(
      'aws directconnect delete-lag --lag-id dxlag-other1',
    );
  });

  it('is not while a request would move a line there', async () => {
    await dxm(['uncordon', 'dxlag-other1', '--yes', '--why', 'a test'], env);
    const notBefore = new Date(Date.now() + 3_600_000).toISOString();
    await stack.send(stackRequest('waits', 'dxcon-line1', { parentConnectionId: 'dxlag-other1', notBefore }));
    await dxm(['cordon', 'dxlag-other1', '--yes', '--why', 'being emptied'], env);
    await eventually(async () => {
      const { status, stdout } = await isSafe('dxlag-other1', '--stale', '0');
      expect(status).toBe(3);
      expect(stdout).toContain('dxcon-line1 may still be moved here: a request is RECEIVED\n    dxm show orders/waits');
    });
  });

  it('is not of a link of a LAG with lines on it', async () => {
    const { status, stdout } = await isSafe('dxcon-link1');
    expect(status).toBe(3);
    expect(stdout).toContain('it is a link of dxlag-new1, which keeps 1 link (10 Gbps) without it');
  });

  it.each([
    [
      'dxcon-old3',
      [],
      1,
      'this account has no interconnect or LAG dxcon-old3 in this Region\n   do: did you mean dxcon-old',
    ],
    ['LAG', [], 2, 'LAG is not the id of an interconnect'],
    ['dxcon-old1', ['--stale', '-1'], 2, 'at: --stale'],
  ])('says what is wrong with %s %j', async (id, more, status, said) => {
    const ended = await isSafe(id, ...more);
    expect({ status: ended.status, stdout: ended.stdout }).toEqual({ status, stdout: '' });
    expect(ended.stderr).toContain(said);
  });
});

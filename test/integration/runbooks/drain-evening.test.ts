import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { startTestStackFrom, type TestStack } from '../../support/stack.ts';
import { missingForTerminal } from '../../support/terminal.ts';
import { dxmStep, PATIENT, step } from '../docs/operator.ts';
import type { Environment } from '../docs/run-example.ts';
import { atTerminal } from './at-terminal.ts';

// docs/operations/drain.md, command by command, on a terminal.

const TOPOLOGY = fileURLToPath(new URL('../../support/evening-topology.yaml', import.meta.url));
const ATTENTION = 3;
const SECOND = 1_000;

let stack: TestStack;
let folder: string;
beforeEach(async () => {
  stack = await startTestStackFrom(inject('packages').usual, 0, TOPOLOGY);
  folder = mkdtempSync(join(tmpdir(), 'dx-migrator-evening-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await stack.close();
});

const at = (ms: number) => new Date(Date.now() + ms).toISOString();

/** What the page asks the reader to put into the shell. The window is open. */
const variables = (): Environment => ({
  ...{ DRAIN_ID: 'fra-2026-12', SOURCE: 'dxcon-old1', TARGETS: 'dxlag-new1', WHY: 'CHG-311' },
  ...{ FROM: at(-60 * SECOND), UNTIL: at(7_200 * SECOND), NOC: 'Example NOC <noc@example.net>' },
});

/** Runs a block as printed; gives what was on the screen. */
async function run(block: string, more: Environment = {}, status = 0): Promise<string> {
  const ran = await atTerminal(stack, block, { ...variables(), ...more, folder });
  expect(ran.status, `${block}\n${ran.output}`).toBe(status);
  return ran.output;
}

const follow = (heading: string, index = 0, more: Environment = {}, status = 0) =>
  run(dxmStep('drain', heading, index), more, status);

/** Looks until it shows something. */
const shows = (text: string | RegExp, drain = 'fra-2026-12') =>
  eventually(async () => {
    const { output } = await atTerminal(stack, `dxm drain status ${drain}`, { folder });
    expect(output).toMatch(text);
  });

const [BEFORE, DAY_BEFORE, NIGHT, STOP, AFTER, BROKEN] = [
  ...['Weeks before', 'The day before', 'The night', 'Stop', 'Afterwards', 'If the drain itself does not work'],
] as [string, string, string, string, string, string];

/** From the plan to its announcement. */
async function prepare(more: Environment = {}): Promise<void> {
  await follow(BEFORE, 0, more);
  expect(await follow(BEFORE, 1, more)).toContain('Submitted: ');
  expect(await follow(BEFORE, 2, { ...more, DXM_BY: 'bob' })).toContain('Approved: ');
  expect(await follow(BEFORE, 3, more)).toContain('Announced: ');
}

const start = async (more: Environment = {}) => {
  await eventually(async () => expect(await follow(NIGHT, 2, more)).toMatch(/Started: |was started already/));
};

describe.skipIf(missingForTerminal() !== undefined)('the evening of a drain', PATIENT, () => {
  it('goes from a plan to an empty port, with a stop, a line that is not well and one that stays', async () => {
    await prepare();
    expect(await follow(BEFORE, 4)).toMatch(/was announced already.*4 calendar files in notices/s);
    expect(readdirSync(join(folder, 'notices'))).toHaveLength(4);
    expect(await follow(BEFORE, 5, { LINE: 'dxcon-line4' })).toContain('Set aside: dxcon-line4');
    expect(await follow(DAY_BEFORE)).toMatch(/The plan holds.*lines of fra-2026-12 could be moved/s);

    expect(await follow(NIGHT, 1, {}, 1)).toContain('waive it by name (--waive notice)');
    await stack.directConnectAdmin.armFault({
      ...{ kind: 'staysDown', connectionId: 'dxcon-line3', parentConnectionId: 'dxlag-new1' },
    });
    await start();
    await shows('a person has to let the wave after 1 begin');
    expect(await follow('Were you just woken up?', 0, {}, ATTENTION)).toContain('dxm drain promote fra-2026-12');
    expect(await follow(NIGHT, 4, { DXM_BY: 'cy' })).toContain('Taken: ');
    expect(await follow(STOP)).toContain('Stopped: ');
    expect(await follow(NIGHT, 3)).toContain('Promoted: ');
    expect(await follow(STOP, 4)).toContain('Resumed: ');

    await shows('fra-2026-12 is STOPPED');
    expect(await follow(STOP, 1, {}, ATTENTION)).toContain('dxcon-line3 is not well on dxlag-new1');
    expect(await follow(STOP, 2)).toMatch(/dxcon-line3 +cedar .*unhealthy/);
    expect(await follow(STOP, 3)).toContain('Rolled back by fra-2026-12-r1');
    await shows('fra-2026-12-r1 is COMPLETED', 'fra-2026-12-r1');
    await shows('fra-2026-12 is COMPLETED');
    expect(await follow(NIGHT, 0)).toContain('fra-2026-12 is COMPLETED');
    const after = await follow(AFTER, 0, {}, ATTENTION);
    expect(after).toMatch(/3 well, .*dxcon-old1 is not safe to delete.*2 lines are on it/s);

    // The next night.
    await follow(AFTER, 1, { NEXT_ID: 'fra-next' });
    const next = { DRAIN_ID: 'fra-next' };
    await run('mv next.json plan.json');
    expect(await follow(BEFORE, 1, next)).toContain('Submitted: fra-next');
    await follow(BEFORE, 2, { ...next, DXM_BY: 'bob' });
    await follow(BEFORE, 3, next);
    await start(next);
    await shows('a person has to let the wave after 1 begin', 'fra-next');
    await follow(NIGHT, 3, next);
    await shows('fra-next is COMPLETED', 'fra-next');
    expect(await follow(AFTER, 0, next)).toContain('dxcon-old1 is safe to delete');
  });

  it('goes on by hand where the function that drives it does not answer', async () => {
    await prepare();
    await start();
    await shows('a person has to let the wave after 1 begin');
    await stack.functions.get('drain')?.close();

    expect(await follow(STOP, 0, {}, 1)).toContain('stop all calls: dxm pause');
    expect(await follow(BROKEN)).toContain('aused');
    await eventually(async () => expect(await follow(BROKEN, 1)).toContain('No request is so'));
    await follow(BROKEN, 2);
    const own = { OWNER: '111122223333', TENANT: 'orders', AWS_ACCESS_KEY_ID: 'AROAORDERSYSTEM' };
    await run(step('drain', BROKEN), own);
    expect(await follow(BROKEN, 3, own)).toContain('by-hand.dxcon-line5');
    await eventually(async () => {
      const moved = (await stack.directConnectAdmin.journal()).moves.map(({ connectionId }) => connectionId);
      expect(moved).toEqual(['dxcon-line1', 'dxcon-line5']);
    });
  });

  it('is given up where that is the way out', async () => {
    await prepare();
    await start();
    expect(await follow(BROKEN, 4)).toMatch(/fra-2026-12 is (ENDING|ABORTED)/);
    await shows('fra-2026-12 is ABORTED');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { missingForTerminal } from '../../support/terminal.ts';
import { atShell, dxmStep, PATIENT, TOOLS } from '../docs/operator.ts';
import type { Environment } from '../docs/run-example.ts';
import { atTerminal } from './at-terminal.ts';
import { startWalkFrom, type Walk } from './walk.ts';

// docs/operations/alarms/drain-*.md.

const TOPOLOGY = fileURLToPath(new URL('../../support/evening-topology.yaml', import.meta.url));
const ATTENTION = 3;
const DRAIN: Environment = { DRAIN_ID: 'fra-2026-12', WHY: 'CHG-311' };

let walk: Walk;
let folder: string;
beforeEach(async () => {
  walk = await startWalkFrom(inject('packages').usual, 0, TOPOLOGY);
  folder = mkdtempSync(join(tmpdir(), 'dx-migrator-drains-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await walk.close();
});

/** What is not on these pages. Commands that are on them are run as printed. */
async function run(commands: string): Promise<string> {
  const ran = await atShell(walk.stack, `cd '${folder}'\n${commands}`, { ...DRAIN, FROM: new Date().toISOString() });
  expect(ran, commands).toMatchObject({ status: 0 });
  return ran.stdout;
}

/** The same, by a person at a terminal, who says yes. */
async function answer(page: string, heading: string, index = 0): Promise<string> {
  const { status, output } = await atTerminal(walk.stack, dxmStep(`alarms/${page}`, heading, index), {
    ...DRAIN,
    folder,
  });
  expect(status, output).toBe(0);
  return output;
}

const announce = () =>
  run(`dxm drain plan dxcon-old1 --to dxlag-new1 --id "$DRAIN_ID" --window-from "$FROM" --window-to 2h -o plan.json
dxm drain submit plan.json --why "$WHY" --yes
dxm drain announce "$DRAIN_ID" --why "$WHY" --yes`);

const approve = () => run('dxm drain approve "$DRAIN_ID" --digest "$(jq -r .digest plan.json)" --why "$WHY" --yes');

/** Declined until the bus has accepted what is announced. */
const start = () => eventually(() => run('dxm drain start "$DRAIN_ID" --waive notice --why "$WHY" --yes'));

const untilQuiet = (alarm: string) => eventually(async () => expect(await walk.rings(alarm), alarm).toBe(false));

const MISSING = TOOLS.missing ?? missingForTerminal();

describe.skipIf(MISSING)(`a drain (${MISSING ?? TOOLS.found})`, PATIENT, () => {
  it('unapproved, waived, stopped: each rings, is found and is over', async () => {
    expect(await walk.rings('drain-unapproved')).toBe(false);
    await announce();
    await walk.untilRings('drain-unapproved');
    expect(await walk.dxm('drain-unapproved', 'Look', 0, DRAIN)).toContain('fra-2026-12');
    expect(await walk.dxm('drain-unapproved', 'Look', 1, DRAIN)).toContain('approved   not yet');
    expect(await answer('drain-unapproved', 'Act')).toContain('Approved: ');
    await untilQuiet('drain-unapproved');

    expect(await walk.rings('drain-waived')).toBe(false);
    await start();
    await walk.untilRings('drain-waived');
    expect(await walk.prints('drain-unapproved', 'Look')).toMatch(/ {2}fra-2026-12 {2}notice {2}ada {2}CHG-311\n$/);

    expect(await walk.rings('drain-stopped')).toBe(false);
    expect(await walk.dxm('drain-unapproved', 'Act', 1, DRAIN)).toContain('Stopped: ');
    await walk.untilRings('drain-stopped');
    expect(await walk.dxm('drain-stopped', 'Look', 0, DRAIN, ATTENTION)).toContain('stopped by ada: CHG-311');
    await walk.dxm('drain-stopped', 'Look', 1, DRAIN);
    expect(await walk.prints('drain-stopped', 'Look', 0, DRAIN)).toMatch(/^\S+Z {2}\S+ {2}ada {2}CHG-311\n$/);
    expect(await answer('drain-stopped', 'Act')).toContain('Resumed: ');
    await untilQuiet('drain-stopped');
  });

  it('stalled: a line takes long, nothing else holds it up, and it is stopped', async () => {
    await walk.stack.directConnectAdmin.armFault({ kind: 'staysDown', parentConnectionId: 'dxlag-new1' });
    await announce();
    await approve();
    await start();
    // Half an hour on AWS.
    await walk.untilRings('drain-stalled', { Threshold: 3 });
    expect((await atShell(walk.stack, dxmStep('alarms/drain-stalled', 'Look'), DRAIN)).stdout).toMatch(
      /5: 1 [a-z ]+, 4 planned/,
    );
    await walk.dxm('drain-stalled', 'Look', 1, DRAIN);
    expect(await walk.follow('drain-stalled', 'Look')).toMatchObject({ stdout: '' });
    expect(await walk.dxm('drain-stalled', 'Act', 0, DRAIN)).toContain('Stopped: ');
  });

  it('group-held: what waits for what is shown where nothing does, too', async () => {
    await walk.dxm('drain-group-held', 'Look');
    await walk.dxm('drain-group-held', 'Look', 1);
  });

  it('dlq: what failed is found and deleted', async () => {
    const queues = { 'drain-requests': 'drain-requests-dlq.fifo', 'drain-ticks': 'drain-ticks-dlq' };
    const of = (queue: string) => walk.stack.sqs.queueUrl(`dx-migrator-local-${queue}`);
    for (const [alarm, queue] of Object.entries(queues)) {
      const fifo = queue.endsWith('.fifo') ? { MessageGroupId: 'g', MessageDeduplicationId: 'd' } : {};
      await walk.stack.sqsCall('SendMessage', { QueueUrl: of(queue), MessageBody: `{"of":"${queue}"}`, ...fifo });
      await walk.untilRings(`${alarm}-dlq`);
    }
    await walk.dxm('drain-dlq', 'Look');
    expect(await walk.follow('drain-dlq', 'Look')).toMatchObject({ stdout: '' });
    const found = (await walk.prints('drain-dlq', 'Look', 1)).replaceAll('}\n{', '},{');
    const letters = JSON.parse(`[${found}]`) as { MessageId: string; Body: string }[];
    expect(letters.map(({ Body }) => JSON.parse(Body).of)).toEqual(Object.values(queues));
    for (const [at, [alarm, QUEUE]] of Object.entries(queues).entries()) {
      const MESSAGE_ID = letters[at]?.MessageId;
      await walk.follow('drain-dlq', 'Act', 0, { QUEUE, MESSAGE_ID });
      await untilQuiet(`${alarm}-dlq`);
    }
  });
});

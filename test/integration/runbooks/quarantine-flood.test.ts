import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTopology } from '#direct-connect-simulator';
import { packageStack } from '../../../local/stack/package-stack.ts';
import { eventually } from '../../support/eventually.ts';
import { findsNothing, PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalkFrom, type Walk } from './walk.ts';

const A_WHILE = 301;

/** So that a flood is a few messages: each command that reads or deletes ten of them is a program that starts. */
const COPIES = 4;
const JUNK = 12;

let directory: string;
let walk: Walk;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dx-migrator-flood-'));
  const file = fileURLToPath(new URL('../../support/stack-topology.yaml', import.meta.url));
  const { region, tenants } = parseTopology(await readFile(file, 'utf8'), file);
  await packageStack({ directory, region, tenants: { tenants }, parameters: { quarantineCopiesPerHour: COPIES } });
  walk = await startWalkFrom(directory);
});
afterAll(async () => {
  await walk?.close();
  await rm(directory, { recursive: true });
});

describe.skipIf(TOOLS.missing)(`quarantine (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  // The row "5,000 junk messages", in small.
  it('of a flood, copies are kept as many as an hour has room for, it rings once, and is cleared by tenant and reason', async () => {
    const rung = () => walk.stack.logs.filter((line) => line.includes('"quarantineBegan"')).length;
    expect(await walk.rings('quarantine')).toBe(false);
    const rejected = () => walk.stack.logs.filter((line) => line.includes('"messageRejected"')).length;
    await Promise.all(Array.from({ length: JUNK }, (_, index) => walk.stack.send(`junk ${index}`)));
    await walk.stack.send('junk of a stranger', 'AIDASTRANGER');
    await eventually(() => expect(rejected()).toBe(JUNK + 1));

    expect(await walk.rings('quarantine')).toBe(true);
    // One for the tenant, one for the stranger; another hour of the clock may have begun meanwhile.
    expect([2, 3, 4]).toContain(rung());
    const lost = walk.stack.logs.filter((line) => line.includes('"copyNotKept"')).length;
    if (rung() === 2) expect(lost).toBe(JUNK - COPIES);
    const kept = JUNK - lost;
    const counted = await walk.prints('quarantine', 'Look');
    expect(counted.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^ *1 INVALID_REQUEST\t-\tAIDALOCAL\w+$/),
      expect.stringMatching(new RegExp(`^ *${kept} INVALID_REQUEST\torders\tAROAORDERSYSTEM$`)),
    ]);
    if (lost > 0) {
      const printed = await walk.prints('quarantine', 'Look', 2);
      expect(printed).toMatch(new RegExp(`^ *${lost} INVALID_REQUEST\torders\n$`));
    }

    const swept = await walk.follow('quarantine', 'Act', 1, { TENANT: 'orders', REASON: 'INVALID_REQUEST' });
    expect(swept).toMatchObject({ status: 0, stdout: '' });
    expect(swept.stderr).toContain(`deleted ${kept} of ${kept + 1}, of about ${kept + 1}\n`);
    const of = { SENDER: /AIDALOCAL\w+/.exec(counted)?.[0], REASON: 'INVALID_REQUEST' };
    expect(await walk.follow('quarantine', 'Act', 2, of)).toMatchObject({ status: 0, stdout: '' });
    await findsNothing(walk.follow('quarantine', 'Look'));
    expect(await walk.rings('quarantine', A_WHILE)).toBe(false);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { findsNothing, PATIENT, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

const A_WHILE = 301;

let walk: Walk;
beforeAll(async () => {
  walk = await startWalk();
});
afterAll(() => walk.close());

describe.skipIf(TOOLS.missing)(`quarantine (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  // The row "5,000 junk messages", with some more than the hour has room for.
  it('of a flood a hundred copies are kept, it rings once, and is cleared by tenant and reason', async () => {
    const rung = () => walk.stack.logs.filter((line) => line.includes('"quarantineBegan"')).length;
    expect(await walk.rings('quarantine')).toBe(false);
    const rejected = () => walk.stack.logs.filter((line) => line.includes('"messageRejected"')).length;
    const junk = 120;
    await Promise.all(Array.from({ length: junk }, (_, index) => walk.stack.send(`junk ${index}`)));
    await walk.stack.send('junk of a stranger', 'AIDASTRANGER');
    await eventually(() => expect(rejected()).toBe(junk + 1));

    expect(await walk.rings('quarantine')).toBe(true);
    // One for the tenant, one for the stranger; another hour of the clock may have begun meanwhile.
    expect([2, 3, 4]).toContain(rung());
    const lost = walk.stack.logs.filter((line) => line.includes('"copyNotKept"')).length;
    if (rung() === 2) expect(lost).toBe(20);
    const kept = junk - lost;
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
    expect(swept.stderr).toMatch(new RegExp(`\ndeleted ${kept} of ${kept + 1}, of about ${kept + 1}\n$`));
    const of = { SENDER: /AIDALOCAL\w+/.exec(counted)?.[0], REASON: 'INVALID_REQUEST' };
    expect(await walk.follow('quarantine', 'Act', 2, of)).toMatchObject({ status: 0, stdout: '' });
    await findsNothing(walk.follow('quarantine', 'Look'));
    expect(await walk.rings('quarantine', A_WHILE)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { measureCold } from '../../bench/cold/cold.ts';
import { medianOf, type Section } from '../../bench/section.ts';
import { measureWarm } from '../../bench/warm/warm.ts';

/** The only peer that has no packages to install. */
const FLOOR = 'floor';

const OPTIONS = { progress: () => {}, log: () => {}, interruption: new AbortController().signal };

const row = (sections: readonly Section[], title: string, what: string) => {
  const values = sections.find((section) => section.title === title)?.rows.find((one) => one.what === what)?.values;
  return values?.map((value) => value && medianOf(value)) ?? expect.fail(`there is no ${what} in ${title}`);
};

describe('the bench', () => {
  it('measures starts', async () => {
    const sections = await measureCold({ ...OPTIONS, names: ['ours', FLOOR], rounds: 2 });
    const [ratio = 0] = row(sections, 'cold: import and construction', 'ours over floor');
    expect(ratio).toBeGreaterThan(1);
    const [load = 0, , message = 0, call = 0] = row(sections, 'cold: milliseconds, on this machine', 'ours');
    expect(load).toBeGreaterThan(0);
    expect(message).toBeGreaterThan(load);
    expect(call).toBeGreaterThan(0);
    const [kB = 0] = row(sections, 'cold: zips', 'migrate');
    expect(kB).toBeGreaterThan(30);
  });

  it('measures messages, one and several in a delivery, each of which moves its line', async () => {
    const once = { sizes: [20], warmUp: 0, rounds: 1, roundMs: 0 };
    const batches = [
      { ...once, batch: 1 },
      { ...once, batch: 3 },
    ];
    const sections = await measureWarm({ ...OPTIONS, peer: FLOOR, batches });
    const ratios = row(sections, `warm: processor time of a message, ours over ${FLOOR}`, '20 lines');
    expect(ratios).toHaveLength(2);
    for (const ratio of ratios) expect(ratio).toBeGreaterThan(1);
    const title = 'warm: API calls of a message, 3 in a delivery';
    const { columns } = sections.find((section) => section.title === title) ?? expect.fail();
    const calls = Object.fromEntries(
      columns.map((kind, index) => [kind, row(sections, title, 'ours, 20 lines')[index]]),
    );
    expect(calls).toMatchObject({ associate: 1, PutEvents: 1 });
    expect(calls['ledger writes']).toBeGreaterThan(2);
  });
});

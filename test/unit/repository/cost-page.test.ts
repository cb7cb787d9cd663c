import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { tableUnder } from '../../support/markdown-table.ts';

const PAGE = fileURLToPath(new URL('../../../docs/operations/cost.md', import.meta.url));

/** The page's price p1, p2 and so on, in dollars: of one unit, where the page has that of many. */
function price(name: string): number {
  const row = tableUnder(PAGE, 'Prices').find(([what]) => what?.startsWith(`${name} `));
  const [, figure, units] = /^([\d.]+)( a million| for 10,000)?/.exec(row?.[1] ?? '') ?? [];
  if (figure === undefined) throw new Error(`the page has no price ${name}`);
  return Number(figure) / (units === ' a million' ? 1e6 : units === ' for 10,000' ? 1e4 : 1);
}

/** Of the template that ships. */
function alarms(): number {
  const reviewed = new URL('../../infra/reviewed/alarms.yml', import.meta.url);
  return Object.keys(parse(readFileSync(reviewed, 'utf8'))).length;
}

it('the sums of the example follow from the prices and the formula', () => {
  const GB = 1e9;
  const runs = 43_800;
  const migrations = [
    190_000 * price('p1') + 40_000 * price('p2'),
    30_000 * price('p5') + 20_000 * price('p6'),
    10_000 * price('p7'),
    10_000 * price('p8') + 5_000 * price('p9'),
    (10_000 * 2_300 * price('p10')) / GB,
    100_000 * price('p15'),
  ];
  const standing = [
    runs * (1.5 * price('p2') + price('p8') + 0.1 * price('p9') + (1_000 * price('p10')) / GB),
    runs * 15 * price('p5'),
    21 * price('p11'),
    2 * price('p13'),
    price('p14'),
    0.37 * (price('p3') + price('p4')),
  ];
  const sum = (parts: number[]) => parts.reduce((total, part) => total + part, 0);
  const expected = [...migrations, sum(migrations), ...standing, sum(standing)].map((dollars) => dollars.toFixed(2));

  const rows = tableUnder(PAGE, 'An example').map(([what, dollars = '']) => [what, dollars.replaceAll('*', '')]);

  expect(rows.map(([, dollars]) => dollars)).toEqual([...expected, (alarms() * price('p12')).toFixed(2)]);
  expect(rows.at(-1)?.[0]).toBe(`${alarms()} alarms`);
});

import type { Section, SectionRow } from '../section.ts';
import { ratiosOf, spreadOf } from '../statistics.ts';
import type { Start } from './starts.ts';
import type { StartedName } from './variants.ts';

/** Of each that was started, in the order of the rounds. */
export type Measured = ReadonlyMap<StartedName, readonly Start[]>;

/** What is compared, and the goal of the processor time that it takes to load. `cached` is with V8's compile cache. */
const COMPARED: { of: StartedName; over: StartedName; atMost?: number }[] = [
  { of: 'ours', over: 'plain', atMost: 0.75 },
  { of: 'ours, cached', over: 'plain, cached', atMost: 0.6 },
  { of: 'ours, cached', over: 'plain' },
  { of: 'ours', over: 'powertools' },
  { of: 'ours', over: 'floor' },
  { of: 'plain, minified', over: 'plain' },
  { of: 'plain, cached', over: 'plain' },
  { of: 'powertools', over: 'plain' },
  { of: 'floor', over: 'plain' },
];

const LOAD: Partial<Record<keyof Start, string>> = { loadCpu: 'processor time' };

const FURTHER: Partial<Record<keyof Start, string>> = {
  loadWall: 'load, by the clock',
  firstCpu: 'load and one message, processor time',
  firstCallWall: 'load and until the call, by the clock',
};

/** The tables of what was measured. */
export function sectionsOf(measured: Measured): Section[] {
  return [
    comparison('cold: import and construction', measured, LOAD, true),
    comparison('cold: the rest of a first start', measured, FURTHER, false),
    {
      ...{ title: 'cold: milliseconds, on this machine', columns: Object.values({ ...LOAD, ...FURTHER }), digits: 0 },
      rows: [...measured].map(([what, starts]) => ({
        what,
        values: keysOf({ ...LOAD, ...FURTHER }).map((key) => spreadOf(starts.map((start) => start[key]))),
      })),
    },
  ];
}

function comparison(title: string, measured: Measured, figures: typeof LOAD, isJudged: boolean): Section {
  const rows = COMPARED.flatMap(({ of, over, atMost }): SectionRow[] => {
    const [starts, baseline] = [measured.get(of), measured.get(over)];
    if (!starts || !baseline) return [];
    const ratio = (key: keyof Start) => {
      return spreadOf(
        ratiosOf(
          starts.map((start) => start[key]),
          baseline.map((start) => start[key]),
        ),
      );
    };
    const goal = isJudged && atMost !== undefined ? { atMost } : {};
    return [{ what: `${of} over ${over}`, values: keysOf(figures).map(ratio), ...goal }];
  });
  return { title, columns: Object.values(figures), rows, digits: 2 };
}

function keysOf(figures: object): (keyof Start)[] {
  return Object.keys(figures) as (keyof Start)[];
}

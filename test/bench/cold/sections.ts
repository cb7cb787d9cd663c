import type { FunctionName } from '../../../src/settings/setting.ts';
import type { Section, SectionRow } from '../section.ts';
import { ratiosOf, spreadOf } from '../statistics.ts';
import type { Load, Start } from './starts.ts';
import type { StartedName } from './variants.ts';

/** Of each that was started, in the order of the rounds. */
export type Starts = ReadonlyMap<StartedName, readonly Start[]>;

/** Of each function but `migrate`, which is ours. */
export type Loads = ReadonlyMap<FunctionName, readonly Load[]>;

/** What is compared, and the goal of the processor time that it takes to load. `cached` is with V8's compile cache. */
const COMPARED: { of: StartedName; over: StartedName; atMost?: number }[] = [
  { of: 'ours', over: 'plain', atMost: 0.75 },
  { of: 'ours, cached (not shipped)', over: 'plain', atMost: 0.6 },
  { of: 'ours, cached (not shipped)', over: 'plain, cached' },
  { of: 'ours', over: 'powertools' },
  { of: 'ours', over: 'floor' },
  { of: 'plain, minified', over: 'plain' },
  { of: 'plain, cached', over: 'plain' },
  { of: 'powertools', over: 'plain' },
  { of: 'floor', over: 'plain' },
];

const LOAD_CPU = 'processor time';
const LOAD: Partial<Record<keyof Start, string>> = { loadCpu: LOAD_CPU };

const FURTHER: Partial<Record<keyof Start, string>> = {
  loadWall: 'load, by the clock',
  firstCpu: 'load and one message, processor time',
  firstCallWall: 'load and until the call, by the clock',
};

/** The tables of what was measured. */
export function sectionsOf(starts: Starts, loads: Loads): Section[] {
  return [
    comparison('cold: import and construction', starts, LOAD, true),
    ...functionsSections(starts, loads),
    comparison('cold: the rest of a first start', starts, FURTHER, false),
    {
      ...{ title: 'cold: milliseconds, on this machine', columns: Object.values({ ...LOAD, ...FURTHER }), digits: 0 },
      rows: [...starts, ...loads].map(([what, taken]) => ({
        what,
        values: keysOf({ ...LOAD, ...FURTHER }).map((key) => milliseconds(taken, key)),
      })),
    },
  ];
}

/** None where one of what it compares was not started. */
function functionsSections(starts: Starts, loads: Loads): Section[] {
  const [ours, plain] = [starts.get('ours'), starts.get('plain')];
  if (!ours || !plain) return [];
  const functions = new Map<FunctionName, readonly Load[]>([['migrate', ours], ...loads]);
  const rows = [...functions].map(([what, taken]) => ({ what, values: [ratio(taken, plain, 'loadCpu')] }));
  const title = 'cold: import and construction of each function, over plain';
  return [{ title, columns: [LOAD_CPU], rows, digits: 2 }];
}

function comparison(title: string, starts: Starts, figures: typeof LOAD, isJudged: boolean): Section {
  const rows = COMPARED.flatMap(({ of, over, atMost }): SectionRow[] => {
    const [taken, baseline] = [starts.get(of), starts.get(over)];
    if (!taken || !baseline) return [];
    const values = keysOf(figures).map((key) => ratio(taken, baseline, key));
    return [{ what: `${of} over ${over}`, values, ...(isJudged && atMost !== undefined ? { atMost } : {}) }];
  });
  return { title, columns: Object.values(figures), rows, digits: 2 };
}

function ratio<Key extends keyof Start>(
  taken: readonly Record<Key, number>[],
  baseline: readonly Record<Key, number>[],
  key: Key,
) {
  const valuesOf = (starts: readonly Record<Key, number>[]) => starts.map((start) => start[key]);
  return spreadOf(ratiosOf(valuesOf(taken), valuesOf(baseline)));
}

function milliseconds(taken: readonly Partial<Start>[], key: keyof Start) {
  const values = taken.map((start) => start[key]).filter((value) => value !== undefined);
  return values.length > 0 ? spreadOf(values) : undefined;
}

function keysOf(figures: object): (keyof Start)[] {
  return Object.keys(figures) as (keyof Start)[];
}

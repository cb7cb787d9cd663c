import { MOST_ENTRIES } from '../../../src/migration/dispatch/dispatch.ts';
import type { Section, SectionRow } from '../section.ts';
import { spreadOf } from '../statistics.ts';
import type { Beside } from './blocked.ts';
import type { Listed } from './listings.ts';
import { PHASES, type Phase, type Phases } from './phases.ts';
import type { Taken } from './stage.ts';

/** What counts may come to, over those with the fewest requests waiting. */
const FLAT = 1.15;

/** A quarter of what serverless.yml gives a function, in megabytes. */
const HEAP = 128;

/** These read all that wait, as far as a run's memory goes. */
const READS_ALL: ReadonlySet<Phase> = new Set(['dispatch, all due, paused: a run']);

/** Phases by how many requests wait, the fewest first. */
export type BySize = ReadonlyMap<number, Phases>;

/** The tables of one ledger; processor time only where it is the core's. */
export function phaseSections(where: string, bySize: BySize, { withTime }: { withTime: boolean }): Section[] {
  const sizes = [...bySize.keys()];
  const columns = sizes.map((size) => `${size.toLocaleString('en')} waiting`);
  const section = (title: string, digits: number, value: (taken: readonly Taken[]) => Value): Section => ({
    ...{ title: `scale, ${where}: ${title}`, columns, digits },
    rows: PHASES.map((phase) => ({ what: phase, values: sizes.map((size) => value(takenAt(bySize, size, phase))) })),
  });
  return [
    section('reads of the ledger', 2, (taken) => medianOf(taken, 'reads')),
    section('writes', 2, (taken) => medianOf(taken, 'writes')),
    ...(withTime
      ? [section('milliseconds of processor time', 2, (taken) => spreadOf(taken.map(({ cpuMs }) => cpuMs)))]
      : []),
    ratios(where, bySize, 'reads'),
    ratios(where, bySize, 'writes'),
  ];
}

type Value = SectionRow['values'][number];
type Count = 'reads' | 'writes';

function ratios(where: string, bySize: BySize, count: Count): Section {
  const [fewest = 0, ...others] = bySize.keys();
  const over = (size: number, phase: Phase) => {
    const base = medianOf(takenAt(bySize, fewest, phase), count);
    return base === 0 ? undefined : medianOf(takenAt(bySize, size, phase), count) / base;
  };
  return {
    title: `scale, ${where}: ${count}, over those with ${fewest.toLocaleString('en')} waiting`,
    columns: others.map((size) => size.toLocaleString('en')),
    rows: PHASES.map((phase) => ({
      ...{ what: phase, values: others.map((size) => over(size, phase)) },
      ...(READS_ALL.has(phase) ? {} : { atMost: FLAT }),
    })),
    digits: 2,
  };
}

function takenAt(bySize: BySize, size: number, phase: Phase): readonly Taken[] {
  return bySize.get(size)?.[phase] ?? [];
}

function medianOf(taken: readonly Taken[], count: Count): number {
  return spreadOf(taken.map((one) => one[count])).median;
}

/** @param heap in megabytes */
export function heapSection(heap: number): Section {
  return {
    title: 'scale: what a run of dispatch remembers',
    columns: ['MB'],
    rows: [{ what: `${MOST_ENTRIES.toLocaleString('en')} requests, the most`, values: [heap], atMost: HEAP }],
    digits: 0,
  };
}

export function blockedSection(measured: ReadonlyMap<number, Beside>): Section {
  return {
    title: 'scale: requests that may be called for, behind others of a closed parent whose times end sooner',
    columns: ['reads a request', 'writes', 'seconds until the last'],
    rows: [...measured].map(([blocked, { reads, writes, seconds }]) => ({
      ...{ what: `${blocked.toLocaleString('en')} behind it`, values: [reads, writes, seconds] },
    })),
    digits: 1,
  };
}

export function listedSection(measured: readonly Listed[]): Section {
  return {
    title: 'scale: all lines off one parent',
    columns: ['lines listed a move', 'listings a move'],
    rows: measured.map(({ lines, rate, linesListed, listings }) => ({
      ...{ what: `${lines.toLocaleString('en')} lines at ${rate}/s`, values: [linesListed, listings] },
    })),
    digits: 2,
  };
}

import type { Spread } from './statistics.ts';

/** One table of figures. */
export interface Section {
  title: string;
  /** Beside the rows' names. */
  columns: string[];
  rows: SectionRow[];
  digits: number;
}

export interface SectionRow {
  what: string;
  /** One for each column; undefined where it was not measured. */
  values: (Spread | number | undefined)[];
  /** The goal of each value, or of its median. */
  atMost?: number;
}

export function medianOf(value: Spread | number): number {
  return typeof value === 'number' ? value : value.median;
}

/** Whether all of a row's values reach its goal; undefined without one. */
export function isMet({ values, atMost }: SectionRow): boolean | undefined {
  if (atMost === undefined) return undefined;
  return values.every((value) => value === undefined || medianOf(value) <= atMost);
}

import type { Section, SectionRow } from '../section.ts';
import { spreadOf } from '../statistics.ts';
import type { Night } from './night.ts';

/** Of one way to move lines, the nights of all rounds, by what Direct Connect takes in calls a second. */
export interface Played {
  what: string;
  /** None for others than ours. */
  goals?: { time: number; throttles: number };
  nights: ReadonlyMap<number, Night[]>;
}

/** The tables of what was played. @param moves in a night */
export function sectionsOf(played: readonly Played[], moves: number, seed: number): Section[] {
  const rates = [...(played[0]?.nights.keys() ?? [])];
  const columns = rates.map((rate) => `${rate}/s`);
  const rowsOf = (figure: (night: Night, rate: number) => number, goal: (one: Played) => number | undefined) =>
    played.map((one): SectionRow => {
      const values = rates.map((rate) => spreadOf((one.nights.get(rate) ?? []).map((night) => figure(night, rate))));
      const atMost = goal(one);
      return { what: one.what, values, ...(atMost === undefined ? {} : { atMost }) };
    });
  return [
    {
      ...{ title: `pace, seed ${seed}: time for ${moves} moves, over moves ÷ rate`, columns, digits: 2 },
      rows: rowsOf(
        ({ seconds }, rate) => seconds / (moves / rate),
        ({ goals }) => goals?.time,
      ),
    },
    {
      ...{ title: 'pace: throttles for each move made', columns, digits: 2 },
      rows: rowsOf(
        ({ throttles, moved }) => throttles / moved,
        ({ goals }) => goals?.throttles,
      ),
    },
    {
      ...{ title: 'pace: moves lost, of a hundred', columns, digits: 1 },
      rows: rowsOf(
        ({ lost }) => (100 * lost) / moves,
        ({ goals }) => goals && 0,
      ),
    },
  ];
}

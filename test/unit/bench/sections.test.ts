import { describe, expect, it } from 'vitest';
import { mapCalls } from '../../bench/bed/calls.ts';
import { sectionsOf as coldSections } from '../../bench/cold/sections.ts';
import type { Start } from '../../bench/cold/starts.ts';
import { isMet, medianOf, type Section } from '../../bench/section.ts';
import { sectionsOf as warmSections } from '../../bench/warm/sections.ts';

const figures = ({ rows }: Section = { title: '', columns: [], rows: [], digits: 0 }) =>
  Object.fromEntries(rows.map(({ what, values }) => [what, values.map((value) => value && medianOf(value))]));
const judgements = ({ rows }: Section = { title: '', columns: [], rows: [], digits: 0 }) =>
  Object.fromEntries(rows.map((row) => [row.what, isMet(row)]));

describe('the tables of warm', () => {
  const taken = (...cpuMs: number[]) => ({ cpuMs, calls: mapCalls((kind) => (kind === 'associate' ? 1 : 0)), rate: 2 });
  const [overPeer, overFewest, , calls] = warmSections(
    [
      { lines: 20, batch: 1, ours: taken(10, 20), peer: taken(10, 20) },
      { lines: 4_000, batch: 1, ours: taken(16, 40), peer: taken(10, 20) },
    ],
    'powertools',
  );

  it('have what ours takes over what the peer takes, of the same lines, and judge it', () => {
    expect(figures(overPeer)).toEqual({ '20 lines': [1], '4,000 lines': [1.8] });
    expect(judgements(overPeer)).toEqual({ '20 lines': true, '4,000 lines': false });
  });

  it('have what it takes with more lines over what it takes with the fewest, and judge the most', () => {
    expect(figures(overFewest)).toEqual({ '4,000 lines': [1.8] });
    expect(judgements(overFewest)).toEqual({ '4,000 lines': false });
  });

  it('have the calls that are made at all, and how fast messages came', () => {
    expect(calls?.columns).toEqual(['associate', 'messages a second']);
    expect(figures(calls)['powertools, 20 lines']).toEqual([1, 2]);
  });
});

describe('the tables of cold', () => {
  const start = (ms: number): Start => ({ loadCpu: ms, loadWall: ms, firstCpu: 2 * ms, firstCallWall: 3 * ms });
  const [load, rest] = coldSections(
    new Map([
      ['ours', [start(70), start(140)]],
      ['plain', [start(100), start(200)]],
      ['ours, cached', [start(63), start(126)]],
      ['plain, cached', [start(90), start(180)]],
    ]),
  );

  it('compare each with its own peer, round by round, and judge what it takes to load', () => {
    expect(figures(load)).toMatchObject({ 'ours over plain': [0.7], 'ours, cached over plain, cached': [0.7] });
    expect(judgements(load)).toMatchObject({ 'ours over plain': true, 'ours, cached over plain, cached': false });
  });

  it('leave out what was not measured', () => {
    expect(figures(load)).not.toHaveProperty('ours over floor');
  });

  it('judge nothing else', () => {
    expect(Object.values(judgements(rest)).filter((met) => met !== undefined)).toEqual([]);
  });
});

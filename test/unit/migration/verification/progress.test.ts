import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../src/contract/operations/names.ts';
import type { Look } from '../../../../src/migration/verification/judge.ts';
import { afterLook, nextLookAt, withoutLook } from '../../../../src/migration/verification/progress.ts';
import type { Verification } from '../../../../src/migration/verification/verification.ts';

const SECOND = 1000;
const SETTINGS = {
  ...{ staleMs: 60 * SECOND, clockSkewMs: 5 * SECOND, verifyWithinMs: 600 * SECOND, soakMs: 300 * SECOND },
  ...{ pollIntervalMs: 60 * SECOND, postponeLimitMs: 3600 * SECOND },
};
const FIRST: Verification = {
  ...{ connectionId: 'dxcon-line1', source: 'dxcon-old', target: 'dxlag-new', movedAtMs: 0 },
  ...{ looks: 0, goodLooks: 0, failings: [] },
};
const seen = { parentConnectionId: 'dxlag-new', connection: {} };
type Kind = Look['kind'] | 'none';

/** Looks of so many kinds at so many seconds, with every verdict that they lead to, and when. */
function play(looks: readonly (readonly [number, Kind])[]): { verdicts: [number, Verdict][]; last: Verification } {
  const verdicts: [number, Verdict][] = [];
  let last = FIRST;
  for (const [second, kind] of looks) {
    const atMs = second * SECOND;
    const { verification, verdict } =
      kind === 'none' ? withoutLook(last, atMs, SETTINGS) : afterLook(last, lookOf(kind, atMs), SETTINGS);
    if (verdict !== undefined) verdicts.push([second, verdict]);
    last = verdict === undefined ? verification : { ...verification, verdict };
  }
  return { verdicts, last };
}

function lookOf(kind: Look['kind'], atMs: number): Look {
  const times = { fromMs: atMs, atMs };
  if (kind === 'bad') return { kind, failings: ['STATE'], seen, ...times };
  return kind === 'missing' ? { kind, ...times } : { kind, seen, ...times };
}

const every = (from: number, to: number, kind: Kind): [number, Kind][] =>
  Array.from({ length: (to - from) / 60 + 1 }, (_, number) => [from + 60 * number, kind]);

describe('a line', () => {
  it('is healthy once it was good at every look of the soak', () => {
    const { verdicts, last } = play(every(66, 366, 'good'));
    expect(verdicts).toEqual([[366, 'HEALTHY']]);
    expect(last).toMatchObject({ looks: 6, firstGoodAtMs: 66 * SECOND, resolutionMs: 66 * SECOND });
    expect(play(every(66, 306, 'good')).verdicts).toEqual([]);
  });

  it('is not by two looks, however far apart', () => {
    expect(
      play([
        [66, 'good'],
        [900, 'good'],
      ]).verdicts,
    ).toEqual([]);
    expect(
      play([
        [66, 'good'],
        [900, 'good'],
        [901, 'good'],
      ]).verdicts,
    ).toEqual([[901, 'HEALTHY']]);
  });

  it('may come back late in its time, and then has its soak', () => {
    const { verdicts, last } = play([...every(66, 546, 'bad'), ...every(600, 900, 'good')]);
    expect(verdicts).toEqual([[900, 'HEALTHY']]);
    // What was seen at 546 may be of a minute before.
    expect(last).toMatchObject({ lastBadAtMs: 546 * SECOND, firstGoodAtMs: 600 * SECOND, resolutionMs: 114 * SECOND });
  });

  it('is unhealthy if it is not good in time: told once, and once more when it has become healthy', () => {
    const bad = every(66, 1266, 'bad');
    expect(play(bad).verdicts).toEqual([[606, 'UNHEALTHY']]);
    expect(play([...bad, ...every(1300, 1600, 'good')]).verdicts).toEqual([
      ...[
        [606, 'UNHEALTHY'],
        [1600, 'HEALTHY'],
      ],
    ]);
    expect(
      play([
        [600, 'bad'],
        [601, 'bad'],
      ]).verdicts,
    ).toEqual([[601, 'UNHEALTHY']]);
  });

  it('is unhealthy at once if it is no longer good in the soak, which then begins anew', () => {
    const looks = [...every(66, 126, 'good'), ...every(186, 186, 'bad'), ...every(246, 546, 'good')];
    const { verdicts, last } = play(looks);
    expect(verdicts).toEqual([
      [186, 'UNHEALTHY'],
      [546, 'HEALTHY'],
    ]);
    expect(last).toMatchObject({ firstGoodAtMs: 246 * SECOND, goodLooks: 6, looks: 9 });
    const again = play([...looks.slice(0, 5), [306, 'bad'], [366, 'bad']]);
    expect(again.verdicts, 'once').toEqual([[186, 'UNHEALTHY']]);
    expect(again.last.failings).toEqual(['STATE']);
  });

  it('is unknown if it cannot be looked at for so long: the next look decides', () => {
    expect(play(every(66, 600, 'none')).verdicts).toEqual([]);
    const dark: [number, Kind][] = [
      [600, 'none'],
      [601, 'none'],
      [900, 'none'],
    ];
    expect(play(dark)).toMatchObject({ verdicts: [[601, 'UNKNOWN']], last: { looks: 0, failings: ['NOT_LOOKED_AT'] } });
    expect(play([...dark, [960, 'bad']]).verdicts).toEqual([
      [601, 'UNKNOWN'],
      [960, 'UNHEALTHY'],
    ]);
    expect(play([...dark, ...every(960, 1260, 'good')]).verdicts).toEqual([
      [601, 'UNKNOWN'],
      [1260, 'HEALTHY'],
    ]);
    expect(
      play([
        [66, 'good'],
        [666, 'none'],
        [667, 'none'],
      ]).verdicts,
      'in the soak',
    ).toEqual([[667, 'UNKNOWN']]);
    expect(play([...every(66, 666, 'bad'), [9999, 'none']]).verdicts, 'and not after a look').toEqual([
      [606, 'UNHEALTHY'],
    ]);
  });

  it('is gone by two searches, the second of which shows what was after the first', () => {
    expect(
      play([
        [66, 'missing'],
        [131, 'missing'],
      ]).verdicts,
    ).toEqual([]);
    expect(
      play([
        [66, 'missing'],
        [132, 'missing'],
      ]),
    ).toMatchObject({
      ...{ verdicts: [[132, 'GONE']], last: { failings: ['NOT_ON_TARGET'], lastBadAtMs: 132 * SECOND } },
    });
    for (const between of ['good', 'bad'] as const)
      expect(
        play([
          [66, 'missing'],
          [100, between],
          [160, 'missing'],
        ]).verdicts.map(([, verdict]) => verdict),
      ).not.toContain('GONE');
    expect(
      play([
        [66, 'good'],
        [100, 'missing'],
      ]).verdicts,
      'missing in the soak',
    ).toEqual([[100, 'UNHEALTHY']]);
    expect(
      play([
        [700, 'missing'],
        [720, 'missing'],
        [770, 'missing'],
      ]).verdicts,
    ).toEqual([
      [700, 'UNHEALTHY'],
      [770, 'GONE'],
    ]);
  });

  it('is moved away by one look, whatever was told before', () => {
    expect(play([[66, 'elsewhere']])).toMatchObject({
      verdicts: [[66, 'MOVED_AWAY']],
      last: { failings: ['NOT_ON_TARGET'] },
    });
    expect(
      play([
        [700, 'bad'],
        [760, 'elsewhere'],
      ]).verdicts,
    ).toEqual([
      [700, 'UNHEALTHY'],
      [760, 'MOVED_AWAY'],
    ]);
  });
});

describe('the next look', () => {
  const next = (change: Partial<Verification>, second: number) =>
    (nextLookAt({ ...FIRST, ...change }, second * SECOND, SETTINGS) - second * SECOND) / SECOND;

  it('is due for the next run as long as a verdict is near', () => {
    expect(next({}, 66)).toBe(30);
    expect(next({}, 86_400)).toBe(30);
    expect(next({ verdict: 'UNHEALTHY', goodLooks: 1 }, 86_400)).toBe(30);
  });

  it('comes ever more rarely to a line that is not well, and never never', () => {
    expect([606, 1200, 7200, 36_000, 999_999].map((second) => next({ verdict: 'UNHEALTHY' }, second))).toEqual([
      ...[30.6, 90, 690, 3570, 3570],
    ]);
    expect(next({ verdict: 'UNKNOWN' }, 7200)).toBe(690);
  });
});

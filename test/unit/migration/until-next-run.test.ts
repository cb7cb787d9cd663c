import { expect, it } from 'vitest';
import { untilNextRun } from '../../../src/migration/dispatch/until-next-run.ts';

const ROOM = 30_000;
const START = 1_800_000_000_000;

/** How long a run goes on that has 150 s, so many milliseconds after the schedule has last invoked it. */
function lengthOf(sinceSchedule: number | undefined): number {
  const remaining = () => 150_000;
  const scheduledAtMs = sinceSchedule === undefined ? undefined : START - sinceSchedule;
  return untilNextRun(remaining, ROOM, scheduledAtMs, () => START)() - ROOM;
}

it.each([
  ['that the schedule begins', 0, 118_500],
  ['that begins a second late', 1_000, 117_500],
  ['that is asked for in between', 20_000, 98_500],
  ['just before the schedule invokes the next one', 59_000, 119_500],
  ['of an environment that does not know the schedule', undefined, 120_000],
])('a run %s ends just before the schedule invokes one: %s', (_name, since, length) => {
  expect(lengthOf(since)).toBe(length);
});

it('a run with too little time to reach the next one takes what it has', () => {
  expect(
    untilNextRun(
      () => 40_000,
      ROOM,
      START - 20_000,
      () => START,
    )(),
  ).toBe(40_000);
});

it('the end does not move with the clock', () => {
  let now = START;
  const left = untilNextRun(
    () => START + 150_000 - now,
    ROOM,
    START,
    () => now,
  );
  now += 100_000;
  expect(left()).toBe(18_500 + ROOM);
});

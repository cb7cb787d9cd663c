import { expect, it } from 'vitest';
import type { RetryCause, SleepCause } from '../../../src/migration/step-result.ts';
import { isShortByNature } from '../../../src/migration/waiting/log-wait.ts';

/** Every cause, and whether its wait should be over within minutes: then its age is logged, and people are told of a long one. */
const IS_SHORT = {
  throttled: true,
  unreachable: true,
  observationUnavailable: true,
  outOfTime: true,
  contended: true,
  staleObservation: true,
  secondObservation: true,
  onTwoParents: true,
  observationUnfinished: true,
  place: false,
  window: false,
  busy: false,
  transitioning: false,
  denied: false,
  paused: false,
  circuit: false,
  frozen: false,
  closed: false,
  turn: false,
  unpublished: false,
  group: false,
  drainStopped: false,
  effectPending: false,
} satisfies Record<RetryCause | SleepCause, boolean>;

it.each(Object.entries(IS_SHORT))('a wait for %s is short by nature: %s', (cause, isShort) => {
  expect(isShortByNature(cause as keyof typeof IS_SHORT)).toBe(isShort);
});

import { expect, it } from 'vitest';
import { attempt } from '../../../src/migration/steps/attempt.ts';
import { forgetPendingRejection } from '../../../src/migration/steps/confirm-rejection.ts';
import { takeConnectionLock } from '../../../src/migration/steps/connection-lock.ts';
import { answerDryRun } from '../../../src/migration/steps/dry-run.ts';
import { observeUnderLock } from '../../../src/migration/steps/observe-under-lock.ts';
import { DRY_RUN, REAL_RUN } from '../../../src/migration/steps.ts';

it('no check comes after the step that forgets a pending rejection: it would begin again at each visit', () => {
  expect(REAL_RUN.slice(-2)).toEqual([forgetPendingRejection, attempt]);
});

it('a dry run is not answered before every check of a real run', () => {
  const ofRealRunsOnly = [takeConnectionLock, observeUnderLock, forgetPendingRejection, attempt];
  const checks = REAL_RUN.filter((step) => !ofRealRunsOnly.includes(step));

  expect(DRY_RUN.filter((step) => checks.includes(step))).toEqual(checks);
  expect(DRY_RUN.at(-1)).toBe(answerDryRun);
});

import type { RequestItem } from './model/request-item.ts';
import type { AdvancePorts } from './ports/ports.ts';
import type { Stop } from './step-result.ts';
import { attempt } from './steps/attempt.ts';
import { authorize } from './steps/authorize.ts';
import { checkChangeWindow } from './steps/change-window.ts';
import { forgetPendingRejection } from './steps/confirm-rejection.ts';
import { checkOrder, takeConnectionLock } from './steps/connection-lock.ts';
import { answerDryRun } from './steps/dry-run.ts';
import { endOnTarget } from './steps/end-on-target.ts';
import type { Found } from './steps/find-connection.ts';
import { checkCordon } from './steps/guards.ts';
import { observeUnderLock } from './steps/observe-under-lock.ts';
import { takePlace } from './steps/place.ts';
import { checkPreconditions } from './steps/preconditions.ts';
import type { Run, Step } from './steps/step.ts';

/** Checks before the connection is locked, and after: of real and dry runs alike. A new guard goes here, once. */
const CHECKS = [checkChangeWindow];
const CHECKS_UNDER_LOCK = [endOnTarget, checkPreconditions];

/** Once the lock is taken; and once more, where recent listings did not do. */
const UNDER_LOCK = [observeUnderLock, ...CHECKS_UNDER_LOCK, forgetPendingRejection, attempt];

/** The steps of a request that has been authorized, in order. Each goes on to the next, or stops. */
export const REAL_RUN: readonly Step[] = [...CHECKS, takeConnectionLock, ...UNDER_LOCK];

/** The same without lock and call: a dry run is answered from one observation, and holds no one up. */
export const DRY_RUN: readonly Step[] = [...CHECKS, checkOrder, ...CHECKS_UNDER_LOCK, checkCordon, answerDryRun];

/** For a connection on a third parent: nothing is called, so no one else is held up by the lock. Its preconditions end it. */
export const ELSEWHERE_RUN: readonly Step[] = [...CHECKS, checkOrder, checkPreconditions];

/** Takes a RECEIVED request through its steps. */
export async function takeSteps(item: RequestItem, remaining: () => number, ports: AdvancePorts): Promise<Stop> {
  const placeless = await takePlace(item, ports);
  if (placeless) return placeless;
  const authorized = await authorize(item, remaining, ports);
  if (authorized.kind !== 'authorized') return authorized;
  const run: Run = { item, tenant: authorized.tenant, found: authorized.found, remaining, ports };
  return follow(stepsFor(item, run.found), run);
}

async function follow(steps: readonly Step[], start: Run): Promise<Stop> {
  let run = start;
  for (const step of steps) {
    const result = await step(run);
    if (result.kind === 'observeAnew') return follow(UNDER_LOCK, { ...run, before: result.listings ?? new Map() });
    if (result.kind !== 'proceed') return result;
    const { kind: _, ...learnt } = result;
    run = { ...run, ...learnt };
  }
  throw new Error('the last step must stop');
}

function stepsFor({ request }: RequestItem, { parent }: Found): readonly Step[] {
  if (request.dryRun) return DRY_RUN;
  const isExpected = [request.expectedParentConnectionId, request.parentConnectionId].includes(parent);
  return isExpected ? REAL_RUN : ELSEWHERE_RUN;
}

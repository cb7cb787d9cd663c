import { PROCEED, type StepResult, sleepUntil } from '../step-result.ts';
import type { Run } from './step.ts';

/** Where others are to call first, it waits before its connection is observed again: that observation would be too old then. */
export async function waitForTurn({ ports }: Run): Promise<StepResult> {
  return (await ports.turns.areFree()) ? PROCEED : sleepUntil('turn', ports.clock());
}

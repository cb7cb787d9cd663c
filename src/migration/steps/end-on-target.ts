import { callThatMoved, lastCallShowsFrom } from '../call/earlier-call.ts';
import { enterAfterwards } from '../groups/keep-apart.ts';
import { seenIn } from '../outcome/build-outcome.ts';
import { recordBeforeCall } from '../outcome/record-outcome.ts';
import { observeAnew, PROCEED, type StepResult, sleepUntil } from '../step-result.ts';
import { answerDryRun } from './dry-run.ts';
import type { Run } from './step.ts';

/** On the target: by a call of this request, whatever its answer said, or before it. Billing is owed the difference. */
export async function endOnTarget(run: Run): Promise<StepResult> {
  const { item, found, isRecent, ports } = run;
  if (found.parent !== item.request.parentConnectionId) return PROCEED;
  if (isRecent) return observeAnew(found);
  if (item.request.dryRun) return answerDryRun(run);
  const moved = callThatMoved(item, found);
  const showsFrom = moved && lastCallShowsFrom(item, found, ports.settings);
  if (showsFrom !== undefined) return sleepUntil('staleObservation', showsFrom);
  const seen = { ...seenIn(found), ...(moved ? { previousParent: moved.previousParent } : {}) };
  const disposition = moved ? 'observed' : 'alreadyThere';
  // Before W4: if it fails, the move is found again, and the line is not down without an entry.
  if (moved) await enterAfterwards(item, ports);
  return recordBeforeCall(item, { state: 'MIGRATED', disposition, seen, observedAtMs: found.atMs }, ports);
}

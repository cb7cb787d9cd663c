import { lastCallShowsFrom } from '../call/earlier-call.ts';
import { isWayBack } from '../guards/way-back.ts';
import { barrierFor, isOntoCordoned } from '../model/guards.ts';
import type { RequestItem } from '../model/request-item.ts';
import { reason, seenIn } from '../outcome/build-outcome.ts';
import { recordBeforeCall } from '../outcome/record-outcome.ts';
import type { ControlItem } from '../ports/control.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { PROCEED, type StepResult, type Stop, sleepUntil } from '../step-result.ts';
import type { Stopped } from './admission.ts';
import { answerDryRun } from './dry-run.ts';
import type { Run } from './step.ts';

/**
 * The wait for what operators have put in the way of a line: a freeze, or a closed parent. Undefined where there is nothing, or the
 * line may pass.
 *
 * @param location of the line, where it is known
 */
export async function whyGuarded(
  item: RequestItem,
  control: ControlItem,
  location: string | undefined,
  ports: Pick<AdvancePorts, 'clock' | 'settings' | 'ledger' | 'releases'>,
): Promise<Stopped | undefined> {
  const { clock, settings } = ports;
  const now = clock();
  const barrier = barrierFor(item.request, location, control, now);
  if (!barrier || (!barrier.stopsWayBack && (await isWayBack(item, ports)))) return undefined;
  const { cause, name: obstacle, untilMs = Number.POSITIVE_INFINITY } = barrier;
  // It may be taken away before it ends.
  const until = Math.min(untilMs, now + settings.pollIntervalMs);
  return {
    kind: 'sleepUntil',
    cause,
    until,
    obstacle,
    ...(barrier.untilMs === undefined ? {} : { endsAtMs: untilMs }),
  };
}

/** A target that is being emptied takes no more lines: the order system is told to name another. */
export async function rejectOntoCordoned(run: Run, control: ControlItem): Promise<Stop | undefined> {
  const { item, found, ports } = run;
  if (!(await isKeptOut(item, control, ports))) return undefined;
  const emptied = reason('PARENT_CANNOT_HOST', `${item.request.parentConnectionId} is being emptied`);
  if (item.request.dryRun) return answerDryRun(run, emptied);
  const showsFrom = lastCallShowsFrom(item, found, ports.settings);
  if (showsFrom !== undefined) return sleepUntil('staleObservation', showsFrom);
  // A person's decision, and no observation: it needs no second one.
  return recordBeforeCall(item, { state: 'REJECTED', reason: emptied, seen: seenIn(found) }, ports);
}

/** Whether its target is cordoned, for this request. */
export async function isKeptOut(
  item: RequestItem,
  control: ControlItem,
  ports: Pick<AdvancePorts, 'ledger' | 'releases'>,
): Promise<boolean> {
  return isOntoCordoned(item.request, control) && !(await isWayBack(item, ports));
}

/** The same for a dry run, which asks for no admission, and so has not read the control item. */
export async function checkCordon(run: Run): Promise<StepResult> {
  return (await rejectOntoCordoned(run, await run.ports.ledger.readControl())) ?? PROCEED;
}

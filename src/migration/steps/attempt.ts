import { applyAnswer, withAnswer } from '../call/apply-answer.ts';
import type { Answer } from '../call/classify-answer.ts';
import { enterGroup, leaveGroup } from '../groups/keep-apart.ts';
import { READING_HOLDS_MS } from '../model/guards.ts';
import { type Attempt, attemptOf, keyOf, type RequestItem } from '../model/request-item.ts';
import { conclusiveAfter, timeForCallMs } from '../model/settings.ts';
import { entryFor, logTransition } from '../model/transition.ts';
import { slowDown } from '../pace/pace.ts';
import type { Circuits } from '../ports/control.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { REREAD, retryMessage, type Stop } from '../step-result.ts';
import { dueAfter } from '../waiting/due-after.ts';
import { type Admitted, admit, ownerOf, whyStopped } from './admission.ts';
import { expiry } from './change-window.ts';
import { closeCircuits, dropTrial, openCircuits } from './circuit-breaker.ts';
import type { Found } from './find-connection.ts';
import { isKeptOut, rejectOntoCordoned } from './guards.ts';
import { heldByDrain } from './released.ts';
import type { Run } from './step.ts';

/** Admission, the intent, the one call, and what its answer means. */
export async function attempt(run: Run): Promise<Stop> {
  const { item, found, remaining, ports } = run;
  if (lacksTime(remaining, ports)) return retryMessage('outOfTime');
  const control = await ports.ledger.readControl();
  // First: a rollback that is stopped meets what it will pass once it goes on.
  const held = await heldByDrain(item, control, ports);
  if (held) return held;
  const rejected = await rejectOntoCordoned(run, control);
  if (rejected) return rejected;
  const admission = await admit(item, found, control, ports);
  if (admission.kind !== 'admitted') return admission;
  const { trial } = admission;
  const begun = await begin(run, admission, ports.newId());
  if ('stop' in begun) {
    if (trial) await dropTrial(trial, ports);
    return begun.stop;
  }
  const { calling } = begun;
  logTransition(ports, calling, 'calling');
  const { connectionId, parentConnectionId } = calling.request;
  const answer = await ports.directConnect.associate(connectionId, parentConnectionId, timeLeft(calling, ports));
  const answered = withAnswer(calling, answer, ports.clock());
  // First: a process that dies in between must not leave a brown-out unnoticed.
  if (answer.kind === 'unclear') await openCircuits(answered, ports);
  const stop = await applyAnswer(answered, answer, ports);
  // Later: if that fails, or takes long, the answer is written down.
  if (isThrottled(answer)) await slowDown(attemptOf(answered).startedAtMs, ports);
  if (trial) await endTrial(answered, answer, trial, ports);
  return stop;
}

/**
 * Enters the line's group and writes the intent, both under the id of the attempt to be made: then it may be called. Otherwise gives
 * what stops it, and leaves neither behind.
 */
async function begin(
  { item, found, remaining, ports }: Run,
  { group }: Pick<Admitted, 'group'>,
  id: string,
): Promise<{ calling: RequestItem } | { stop: Stop }> {
  const ownerAccount = ownerOf(found);
  const kept = group && (await enterGroup({ item, ownerAccount, side: found.parent }, id, group, ports));
  if (kept) return { stop: kept };
  const calling = await writeIntent(item, found, id, ports);
  if (calling && !(await isStopped(calling, found, ports)) && !isTooLate(calling, remaining, ports)) return { calling };
  const isRevoked = !calling || (await revokeIntent(calling, item, ports));
  if (group && isRevoked) await leaveGroup(item, { id, ownerAccount }, ports);
  return { stop: REREAD };
}

function lacksTime(remaining: () => number, { settings }: AdvancePorts): boolean {
  return remaining() < timeForCallMs(settings);
}

/**
 * Asks the control item, and the request's drain if it is of one, once more after the intent: what stops calls stops those too that were just admitted, so that no call is
 * made whose intent is later than a stop that was answered. What was read holds for two seconds. If it cannot be read, no one knows
 * whether calls are stopped, and none is made.
 */
async function isStopped(calling: RequestItem, found: Found, ports: AdvancePorts): Promise<boolean> {
  const readAtMs = ports.clock();
  try {
    const control = await ports.ledger.readControl();
    if (await heldByDrain(calling, control, ports)) return true;
    if (await isKeptOut(calling, control, ports)) return true;
    if (await whyStopped(calling, found.record.location, control, ports)) return true;
  } catch {
    return true;
  }
  const age = ports.clock() - readAtMs;
  return age < 0 || age > READING_HOLDS_MS;
}

function isThrottled(answer: Answer): boolean {
  return answer.kind === 'neverRan' && answer.cause === 'throttled';
}

/** Writing the intent may have taken long: the window, the invocation or the call's own time may be over meanwhile. */
function isTooLate(item: RequestItem, remaining: () => number, ports: AdvancePorts): boolean {
  const isShort = timeLeft(item, ports) < ports.settings.callTimeoutMs / 2;
  return isShort || expiry(item, ports.clock()) !== undefined || lacksTime(remaining, ports);
}

/**
 * The call ends within its timeout of the intent, not of its own start: from STALE on others may record its outcome by what
 * they observe, and let the connection's next request call. Never more than the timeout, should the clock have been set back.
 */
function timeLeft(calling: RequestItem, { clock, settings }: AdvancePorts): number {
  const passed = Math.max(0, clock() - attemptOf(calling).startedAtMs);
  return settings.callTimeoutMs - passed;
}

/** W3. Only who has written the intent calls; after a lost answer the attempt's id says whose it is. */
async function writeIntent(
  item: RequestItem,
  found: Found,
  id: string,
  ports: AdvancePorts,
): Promise<RequestItem | undefined> {
  const startedAtMs = ports.clock();
  if (expiry(item, startedAtMs)) return undefined;
  const attempt: Attempt = { id, startedAtMs, previousParent: found.parent, seen: found.record };
  const dueAtMs = dueAfter(item, conclusiveAfter(startedAtMs, ports.settings) + 1, ports.settings);
  const due = dueAtMs === undefined ? {} : { dueAtMs, postponements: 0 };
  const calling: RequestItem = { ...item, ...due, state: 'CALLING', attempts: item.attempts + 1, attempt };
  const entry = entryFor(calling, 'calling', startedAtMs);
  const written = await ports.ledger.intend(keyOf(item), item, attempt, dueAtMs, entry);
  if (!written && (await ports.ledger.read(keyOf(item)))?.attempt?.id !== attempt.id) return undefined;
  return calling;
}

/** Undoes W3 for who wrote it and will not call after all. */
async function revokeIntent(
  calling: RequestItem,
  before: RequestItem,
  { ledger, clock, settings }: AdvancePorts,
): Promise<boolean> {
  const entry = entryFor(before, 'intentRevoked', clock());
  return ledger.revokeIntent(keyOf(before), attemptOf(calling), before, clock() + settings.pollIntervalMs, entry);
}

/** What the trial's answer says of Direct Connect; an unclear one has opened the circuits again already. */
async function endTrial(item: RequestItem, { kind }: Answer, trial: Circuits, ports: AdvancePorts): Promise<void> {
  if (kind === 'neverRan' || kind === 'denied') await dropTrial(trial, ports);
  else if (kind !== 'unclear') await closeCircuits(item, trial, ports);
}

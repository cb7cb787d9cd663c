import { AFTER_CALL } from '../settings/rules.ts';
import { admit } from './admission.ts';
import { applyAnswer, withAnswer } from './answer.ts';
import { closeCircuit, dropProbe, openCircuit } from './circuit.ts';
import type { Answer } from './classification.ts';
import type { Found } from './look.ts';
import type { AdvancePorts, Circuit } from './ports.ts';
import { brief, type Turn } from './progress.ts';
import { type Attempt, attemptOf, keyOf, type RequestItem } from './request-item.ts';
import { provesAfter } from './settings.ts';
import { entryFor, transition } from './transition.ts';
import { expiry } from './window.ts';

/** Step 7: admission, the intent, the one call; its answer is step 8. */
export async function call(
  item: RequestItem,
  look: Found,
  remaining: () => number,
  ports: AdvancePorts,
): Promise<Turn> {
  if (lacksTime(remaining, ports)) return brief('outOfTime');
  const admission = await admit(item, ports);
  if (admission.kind !== 'admitted') return admission;
  const { probe } = admission;
  const calling = await intend(item, look, ports);
  if (!calling) {
    if (probe) await dropProbe(probe, ports);
    return 'again';
  }
  if (isTooLate(calling, remaining, ports)) {
    await takeBack(calling, item, ports);
    if (probe) await dropProbe(probe, ports);
    return 'again';
  }
  transition(ports, calling, 'calling');
  const { connectionId, parentConnectionId } = calling.request;
  const answer = await ports.directConnect.associate(connectionId, parentConnectionId, timeLeft(calling, ports));
  const answered = withAnswer(calling, answer, ports.clock());
  // First: a process that dies in between must not leave a brown-out unnoticed.
  if (answer.kind === 'unclear') await openCircuit(answered, ports);
  const turn = await applyAnswer(answered, answer, ports);
  if (probe) await endProbe(answered, answer, probe, ports);
  return turn;
}

function lacksTime(remaining: () => number, { settings }: AdvancePorts): boolean {
  return remaining() < settings.callTimeout + AFTER_CALL;
}

/** Writing the intent may have taken long: the window, the invocation or the call's own time may be over meanwhile. */
function isTooLate(item: RequestItem, remaining: () => number, ports: AdvancePorts): boolean {
  const isShort = timeLeft(item, ports) < ports.settings.callTimeout / 2;
  return isShort || expiry(item, ports.clock()) !== undefined || lacksTime(remaining, ports);
}

/**
 * The call ends within its timeout of the intent, not of its own start: from STALE on others may settle it by what they
 * see, and let the connection's next request call. Never more than the timeout, should the clock have been set back.
 */
function timeLeft(calling: RequestItem, { clock, settings }: AdvancePorts): number {
  const passed = Math.max(0, clock() - attemptOf(calling).startedAt);
  return settings.callTimeout - passed;
}

/** W3. Only who has written the intent calls; after a lost answer the attempt's id tells whose it is. */
async function intend(item: RequestItem, look: Found, ports: AdvancePorts): Promise<RequestItem | undefined> {
  const startedAt = ports.clock();
  if (expiry(item, startedAt)) return undefined;
  const attempt: Attempt = { id: ports.newId(), startedAt, previousParent: look.parent, seen: look.record };
  const dueAt = provesAfter(startedAt, ports.settings) + 1;
  const calling: RequestItem = { ...item, state: 'CALLING', attempts: item.attempts + 1, attempt };
  const entry = entryFor(calling, 'calling', startedAt);
  const written = await ports.ledger.intend(keyOf(item), item.attempts, attempt, dueAt, entry);
  if (!written && (await ports.ledger.read(keyOf(item)))?.attempt?.id !== attempt.id) return undefined;
  return calling;
}

/** Undoes W3 for who wrote it and will not call after all. */
async function takeBack(
  calling: RequestItem,
  before: RequestItem,
  { ledger, clock, settings }: AdvancePorts,
): Promise<void> {
  const entry = entryFor(before, 'uncalled', clock());
  await ledger.unintend(keyOf(before), attemptOf(calling), before, clock() + settings.pollInterval, entry);
}

/** What the probe's answer says of Direct Connect; an unclear one has opened the circuit again already. */
async function endProbe(item: RequestItem, { kind }: Answer, probe: Circuit, ports: AdvancePorts): Promise<void> {
  if (kind === 'neverRan' || kind === 'denied') await dropProbe(probe, ports);
  else if (kind !== 'unclear') await closeCircuit(item, probe, ports);
}

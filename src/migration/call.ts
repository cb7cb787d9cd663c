import { closeCircuit, dropProbe, openCircuit } from './circuit.ts';
import type { Answer } from './classification.ts';
import { askLeave } from './leave.ts';
import type { Found } from './look.ts';
import { reason, type Seen } from './outcome.ts';
import { expiry } from './permission.ts';
import type { Circuit, Ports } from './ports.ts';
import { brief, long } from './progress.ts';
import { type Attempt, attemptOf, keyOf, type RequestItem } from './request-item.ts';
import { AFTER_CALL, provesAfter } from './settings.ts';
import { settleCalled, type Turn } from './settle.ts';
import { entryFor, transition } from './transition.ts';

/** Steps 7 and 8: the intent, the one call, and what its answer means. */
export async function call(item: RequestItem, look: Found, remaining: () => number, ports: Ports): Promise<Turn> {
  if (lacksTime(remaining, ports)) return brief('outOfTime');
  const leave = await askLeave(item, ports);
  if (leave.kind !== 'leave') return leave;
  const calling = await intend(item, look, ports);
  if (!calling) {
    if (leave.probe) await dropProbe(leave.probe, ports);
    return 'again';
  }
  if (isTooLate(calling, remaining, ports)) {
    await takeBack(calling, item, ports);
    if (leave.probe) await dropProbe(leave.probe, ports);
    return 'again';
  }
  transition(ports, calling, 'calling');
  const { connectionId, parentConnectionId } = calling.request;
  const answer = await ports.directConnect.associate(connectionId, parentConnectionId);
  const answered = withAnswer(calling, answer, ports.clock());
  // First: a process that dies in between must not leave a brown-out unnoticed.
  if (answer.kind === 'unclear') await openCircuit(answered, ports);
  const turn = await applyAnswer(answered, answer, ports);
  if (leave.probe) await endProbe(answered, answer, leave.probe, ports);
  return turn;
}

function lacksTime(remaining: () => number, { settings }: Ports): boolean {
  return remaining() < settings.callTimeout + AFTER_CALL;
}

/** Writing the intent may have taken long: the window or the invocation may have ended meanwhile. */
function isTooLate(item: RequestItem, remaining: () => number, ports: Ports): boolean {
  return expiry(item, ports.clock()) !== undefined || lacksTime(remaining, ports);
}

/** W3. Only who has written the intent calls; after a lost answer the attempt's id tells whose it is. */
async function intend(item: RequestItem, look: Found, ports: Ports): Promise<RequestItem | undefined> {
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
async function takeBack(calling: RequestItem, before: RequestItem, { ledger, clock, settings }: Ports): Promise<void> {
  const entry = entryFor(before, 'uncalled', clock());
  await ledger.unintend(keyOf(before), attemptOf(calling), before, clock() + settings.pollInterval, entry);
}

function withAnswer(item: RequestItem, answer: Answer, now: number): RequestItem {
  const attempt = {
    ...attemptOf(item),
    ...(isAnswered(answer) ? { finishedAt: now } : {}),
    ...(answer.awsRequestId === undefined ? {} : { awsRequestId: answer.awsRequestId }),
  };
  return { ...item, attempt };
}

function isAnswered(answer: Answer): boolean {
  if (answer.kind === 'unclear') return answer.answered;
  return answer.kind !== 'neverRan' || answer.cause !== 'unreachable';
}

async function applyAnswer(item: RequestItem, answer: Answer, ports: Ports): Promise<Turn> {
  const { settings, clock } = ports;
  switch (answer.kind) {
    case 'moved':
      return settleCalled(
        item,
        { state: 'MIGRATED', disposition: 'moved', seen: movedTo(item, answer.connection) },
        ports,
      );
    case 'refused': {
      const refused = reason(answer.code, answer.message, answer.awsError);
      return settleCalled(item, { state: 'FAILED', reason: refused, seen: seenBefore(item) }, ports);
    }
    case 'transitioning':
      return waitForTransition(item, answer.awsError, ports);
    case 'neverRan':
      return (await withdraw(item, answer.cause, clock() + settings.pollInterval, ports))
        ? brief(answer.cause)
        : 'again';
    case 'denied': {
      const until = clock() + settings.pollInterval;
      transition(ports, item, 'denied', { cause: answer.awsError });
      return (await withdraw(item, 'denied', until, ports)) ? long('denied', until) : 'again';
    }
    case 'unclear':
      return stayUnclear(item, answer.error, ports);
  }
}

/** The call is known to have moved nothing: back to RECEIVED, to be called again when `dueAt` comes. */
async function withdraw(item: RequestItem, cause: string, dueAt: number, ports: Ports): Promise<boolean> {
  const entry = entryFor(item, 'withdrawn', ports.clock(), { cause });
  const withdrawn = await ports.ledger.withdraw(keyOf(item), attemptOf(item), item.transitioningSince, dueAt, entry);
  if (withdrawn) transition(ports, item, 'withdrawn', { cause });
  return withdrawn;
}

async function waitForTransition(item: RequestItem, awsError: string, ports: Ports): Promise<Turn> {
  const { settings, clock } = ports;
  const transitioningSince = item.transitioningSince ?? clock();
  if (clock() >= transitioningSince + settings.transitionLimit) {
    const minutes = Math.round((clock() - transitioningSince) / 60_000);
    const text = `Direct Connect has answered for ${minutes} minutes that the connection is in a transitioning state`;
    const failed = reason('CONNECTION_STATE', text, awsError);
    return settleCalled(item, { state: 'FAILED', reason: failed, seen: seenBefore(item) }, ports);
  }
  const until = clock() + settings.pollInterval;
  const withdrawn = await withdraw({ ...item, transitioningSince }, 'transitioning', until, ports);
  return withdrawn ? long('transitioning', until) : 'again';
}

/** Stays CALLING: from `until` a look can prove the effect. */
async function stayUnclear(item: RequestItem, error: string, ports: Ports): Promise<Turn> {
  const attempt = attemptOf(item);
  const until = provesAfter(attempt.startedAt, ports.settings) + 1;
  const entry = entryFor(item, 'unclear', ports.clock(), { cause: error });
  await ports.ledger.markUnclear(keyOf(item), attempt, until, entry);
  transition(ports, item, 'unclear', { cause: error });
  return long('settling', until);
}

/** What the probe's answer says of Direct Connect; an unclear one has opened the circuit again already. */
async function endProbe(item: RequestItem, { kind }: Answer, probe: Circuit, ports: Ports): Promise<void> {
  if (kind === 'neverRan' || kind === 'denied') await dropProbe(probe, ports);
  else if (kind !== 'unclear') await closeCircuit(item, probe, ports);
}

function movedTo(item: RequestItem, record: Seen['record']): Seen {
  return { previousParent: attemptOf(item).previousParent, parent: item.request.parentConnectionId, record };
}

/** After a refused call the connection is where it was just before. */
function seenBefore(item: RequestItem): Seen {
  const { previousParent, seen } = attemptOf(item);
  return { previousParent, parent: previousParent, record: seen };
}

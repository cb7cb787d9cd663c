import { askLeave, closeCircuit, dropProbe, openCircuit } from './circuit.ts';
import type { Answer } from './classification.ts';
import type { Found } from './look.ts';
import { reason, type Seen } from './outcome.ts';
import { expiry } from './permission.ts';
import type { Ports } from './ports.ts';
import { brief, long } from './progress.ts';
import { type Attempt, keyOf, type RequestItem } from './request-item.ts';
import { AFTER_CALL, provesAfter } from './settings.ts';
import { settleCalled, type Turn } from './settle.ts';
import { transition } from './transition.ts';

/** Steps 7 and 8: the intent, the one call, and what its answer means. */
export async function call(item: RequestItem, look: Found, remaining: () => number, ports: Ports): Promise<Turn> {
  if (remaining() < ports.settings.callTimeout + AFTER_CALL) return brief('outOfTime');
  const leave = await askLeave(item, ports);
  if (leave.kind !== 'leave') return leave;
  const calling = await intend(item, look, ports);
  if (!calling) {
    if (leave.probe) await dropProbe(item, ports);
    return 'again';
  }
  transition(ports, calling, 'calling');
  const { connectionId, parentConnectionId } = calling.request;
  const answer = await ports.directConnect.associate(connectionId, parentConnectionId);
  const answered = withAnswer(calling, answer, ports.clock());
  const turn = await applyAnswer(answered, answer, ports);
  await tellCircuit(answered, answer, leave.probe, ports);
  return turn;
}

/** W3. Only who has written the intent calls; after a lost answer the attempt's id tells whose it is. */
async function intend(item: RequestItem, look: Found, ports: Ports): Promise<RequestItem | undefined> {
  const startedAt = ports.clock();
  if (expiry(item, startedAt)) return undefined;
  const attempt: Attempt = { id: ports.newId(), startedAt, previousParent: look.parent, seen: look.record };
  const dueAt = provesAfter(startedAt, ports.settings) + 1;
  const written = await ports.ledger.intend(keyOf(item), item.attempts, attempt, dueAt);
  if (!written && (await ports.ledger.read(keyOf(item)))?.attempt?.id !== attempt.id) return undefined;
  return { ...item, state: 'CALLING', attempts: item.attempts + 1, attempt };
}

function withAnswer(item: RequestItem, answer: Answer, now: number): RequestItem {
  if (!item.attempt) throw new Error('an answer without an attempt');
  const attempt = {
    ...item.attempt,
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
      return (await withdraw(item, `denied ${answer.awsError}`, until, ports)) ? long('denied', until) : 'again';
    }
    case 'unclear':
      return stayUnclear(item, answer.error, ports);
  }
}

/** The call is known to have moved nothing: back to RECEIVED, to be called again when `dueAt` comes. */
async function withdraw(item: RequestItem, cause: string, dueAt: number, ports: Ports): Promise<boolean> {
  if (!item.attempt) throw new Error(`${item.state} without an attempt`);
  const withdrawn = await ports.ledger.withdraw(keyOf(item), item.attempt, item.transitioningSince, dueAt);
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
  if (!item.attempt) throw new Error(`${item.state} without an attempt`);
  const until = provesAfter(item.attempt.startedAt, ports.settings) + 1;
  await ports.ledger.markUnclear(keyOf(item), item.attempt, until);
  transition(ports, item, 'unclear', { cause: error });
  return long('settling', until);
}

async function tellCircuit(item: RequestItem, answer: Answer, probe: boolean, ports: Ports): Promise<void> {
  if (answer.kind === 'unclear') return openCircuit(item, ports);
  if (!probe) return;
  const isClear = answer.kind !== 'neverRan' && answer.kind !== 'denied';
  await (isClear ? closeCircuit(item, ports) : dropProbe(item, ports));
}

function movedTo({ request, attempt }: RequestItem, record: Seen['record']): Seen {
  const parent = request.parentConnectionId;
  return { previousParent: attempt?.previousParent ?? parent, parent, record };
}

/** After a refused call the connection is where it was just before. */
function seenBefore({ attempt }: RequestItem): Seen {
  if (!attempt) throw new Error('a call without an attempt');
  return { previousParent: attempt.previousParent, parent: attempt.previousParent, record: attempt.seen };
}

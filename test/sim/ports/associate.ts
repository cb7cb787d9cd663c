import type { Answer } from '../../../src/migration/call/classify-answer.ts';
import { CALL_ANSWERS, CALL_FAULTS, type CallFault } from '../faults.ts';
import type { Invocation } from '../invocation.ts';
import { latestEffect, SECOND } from '../settings.ts';
import { CLIENT_ERROR, type Move, refuse, type World } from '../world.ts';

/** One call of AssociateHostedConnection, as an onlooker at Direct Connect sees it, and who made it. */
export interface Call {
  connectionId: string;
  parentId: string;
  invocation: Invocation;
  at: number;
  /** How long its caller waits for the answer, at most. */
  timeout: number;
  /** When its intent was asked for. */
  intendedAtMs: number;
  /** From when on it can have no more effect and no one waits for its answer; infinite until then. */
  closedAtMs: number;
  isLate: boolean;
  /** What its caller has learned: nothing yet, or never; that it was answered, moved or not; that it never ran. */
  answer: 'none' | 'clear' | 'unclear' | 'neverRan';
  /** Whether its caller was frozen for so long that nothing is promised of it but that it was intended. */
  isBeyond: boolean;
}

/** Notified of calls and moves, at the moment in which they happen. */
export interface Associate {
  called(call: Call): void;
  /** Its caller has an answer, or has died. */
  answered(call: Call): void;
  moved(call: Call, move: Move): void;
}

const LATENCY = 2 * SECOND;

/** AssociateHostedConnection: what the caller learns of it, and what comes of it, each in its own time. */
export async function associate(
  { connectionId, parentId, timeout }: { connectionId: string; parentId: string; timeout: number },
  invocation: Invocation,
  world: World,
  watch: Associate,
): Promise<Answer> {
  const { time, fate } = invocation;
  const first = fate.fault('associate', CALL_FAULTS, parentId);
  if (first === 'callerFrozen') await invocation.freeze();
  const fault = first === 'callerFrozen' ? fate.fault('associate', CALL_ANSWERS, parentId) : first;
  const call: Call = {
    ...{ connectionId, parentId, invocation, timeout, at: time.now, intendedAtMs: time.now },
    ...{ closedAtMs: Number.POSITIVE_INFINITY, isLate: false, answer: 'none', isBeyond: false },
  };
  invocation.trace('CALLS', connectionId, parentId);
  watch.called(call);
  const isUnanswered = fault?.startsWith('lost') || fault?.startsWith('died');
  if (!isUnanswered) return converse(call, fault, world, watch);
  const waits = Math.min(fate.upTo(timeout), invocation.remaining() + invocation.frozenFor);
  const drawn = timeOfEffect(fault, call);
  // Direct Connect judges a call when it comes: of one for the parent that the line is on already, nothing is left to come.
  const effectAtMs = world.parentOf(connectionId) === parentId ? undefined : drawn;
  if (effectAtMs !== undefined) time.at(effectAtMs, () => takeEffect(call, world, watch));
  time.at(Math.max(call.at + waits, effectAtMs ?? call.at), () => {
    call.closedAtMs = time.now;
  });
  await invocation.sleep(waits);
  conclude(call, 'unclear', watch);
  if (fault?.startsWith('died')) return invocation.crash();
  invocation.trace('gets no clear answer', fault);
  return { kind: 'unclear', error: 'TimeoutError', answered: fate.random() < 0.5 };
}

/** A call that is answered, if the caller lives to receive it. */
async function converse(call: Call, fault: CallFault | undefined, world: World, watch: Associate): Promise<Answer> {
  const { invocation, at } = call;
  const { time, fate } = invocation;
  if (fault === 'crashBefore') {
    call.closedAtMs = at;
    conclude(call, 'unclear', watch);
    return invocation.crash();
  }
  const arrives = fate.delay(LATENCY);
  let answer = answerWithoutEffect(fault);
  if (answer) call.closedAtMs = at + arrives;
  else
    time.at(at + arrives, () => {
      answer = takeEffect(call, world, watch);
      if (fault === 'throttledAfterEffect') answer = { kind: 'neverRan', cause: 'throttled' };
      call.closedAtMs = time.now;
    });
  await invocation.sleep(arrives + 1 + fate.delay(LATENCY));
  if (fault === 'crashAfter') {
    conclude(call, 'unclear', watch);
    return invocation.crash();
  }
  if (!answer) throw new Error('a call was answered before it arrived');
  invocation.trace('is answered', answer.kind);
  conclude(call, provesNothing(answer) ? 'neverRan' : 'clear', watch);
  return answer;
}

/** As the core takes it: a call that never ran, or was denied, says nothing of whether calls are answered. */
function provesNothing({ kind }: Answer): boolean {
  return kind === 'neverRan' || kind === 'denied';
}

/** To the service a process that died is one more call that no one saw answered. */
function conclude(call: Call, answer: Call['answer'], watch: Associate): void {
  call.answer = answer;
  watch.answered(call);
}

function takeEffect(call: Call, world: World, watch: Associate): Answer {
  const { invocation } = call;
  const { answer, move } = world.associate(call.connectionId, call.parentId);
  if (move) watch.moved(call, move);
  invocation.trace(move ? 'MOVED' : 'without effect', call.connectionId, move?.from, call.parentId, answer.kind);
  return answer;
}

function timeOfEffect(fault: CallFault | undefined, { at, intendedAtMs, invocation }: Call): number | undefined {
  const { fate, settings } = invocation;
  if (fault === 'lostWithEffect' || fault === 'diedWithEffect') return at + fate.delay(LATENCY);
  if (fault === 'lostWithLateEffect' || fault === 'diedWithLateEffect')
    return Math.max(at, intendedAtMs + fate.upTo(latestEffect(settings)));
  return undefined;
}

function answerWithoutEffect(fault: CallFault | undefined): Answer | undefined {
  switch (fault) {
    case 'throttled':
    case 'unreachable':
      return { kind: 'neverRan', cause: fault };
    case 'transitioning':
      return { kind: 'transitioning', awsError: CLIENT_ERROR };
    case 'denied':
      return { kind: 'denied', awsError: 'AccessDeniedException' };
    case 'refused':
      return refuse('IP_CONFLICT').answer;
    default:
      return undefined;
  }
}

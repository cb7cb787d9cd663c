import type { Reason } from '../contract/reason.ts';
import type { Answer } from './classification.ts';
import { reason, type Seen } from './outcome.ts';
import type { AdvancePorts } from './ports.ts';
import { brief, long, type Turn } from './progress.ts';
import { attemptOf, keyOf, type RequestItem, type Spell } from './request-item.ts';
import { provesAfter, type Settings } from './settings.ts';
import { settleCalled } from './settle.ts';
import { entryFor, transition } from './transition.ts';

/** The item with what the answer says of its attempt: when it came, and AWS's id of it. */
export function withAnswer(item: RequestItem, answer: Answer, now: number): RequestItem {
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

/** Step 8: what the answer to a call means. */
export async function applyAnswer(item: RequestItem, answer: Answer, ports: AdvancePorts): Promise<Turn> {
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
      if (item.attempts > 1) return checkRefusal(item, refused, ports);
      return settleCalled(item, { state: 'FAILED', reason: refused, seen: seenBefore(item) }, ports);
    }
    case 'transitioning':
      return waitForTransition(item, answer.awsError, ports);
    case 'neverRan':
      return (await reopen(item, answer.cause, clock() + settings.pollInterval, ports)) ? brief(answer.cause) : 'again';
    case 'denied': {
      const until = clock() + settings.pollInterval;
      transition(ports, item, 'denied', { cause: answer.awsError });
      return (await reopen(item, 'denied', until, ports)) ? long('denied', until) : 'again';
    }
    case 'unclear':
      return stayUnclear(item, answer.error, ports);
  }
}

/** Stays CALLING until a look shows that no earlier call has moved the line: then observeCall believes the refusal. */
async function checkRefusal(item: RequestItem, refusal: Reason, ports: AdvancePorts): Promise<Turn> {
  const attempt = { ...attemptOf(item), refusal };
  const until = provesAfter(attempt.startedAt, ports.settings) + 1;
  const entry = entryFor(item, 'unclear', ports.clock(), { cause: refusal.code });
  await ports.ledger.markUnclear(keyOf(item), attempt, until, entry);
  return long('settling', until);
}

/** The call is known to have moved nothing: back to RECEIVED, to be called again when `dueAt` comes. */
async function reopen(item: RequestItem, cause: string, dueAt: number, ports: AdvancePorts): Promise<boolean> {
  const entry = entryFor(item, 'reopened', ports.clock(), { cause });
  const reopened = await ports.ledger.reopen(keyOf(item), attemptOf(item), item.transitioning, dueAt, entry);
  if (reopened) transition(ports, item, 'reopened', { cause });
  return reopened;
}

async function waitForTransition(item: RequestItem, awsError: string, ports: AdvancePorts): Promise<Turn> {
  const now = ports.clock();
  const transitioning = spellWith(now, item.transitioning, ports.settings);
  const lasted = now - transitioning.since;
  if (lasted >= ports.settings.transitionLimit) {
    const minutes = Math.round(lasted / 60_000);
    const text = `Direct Connect has answered for ${minutes} minutes that the connection is in a transitioning state`;
    const failed = reason('CONNECTION_STATE', text, awsError);
    return settleCalled(item, { state: 'FAILED', reason: failed, seen: seenBefore(item) }, ports);
  }
  const until = now + ports.settings.pollInterval;
  const reopened = await reopen({ ...item, transitioning }, 'transitioning', until, ports);
  return reopened ? long('transitioning', until) : 'again';
}

/** Answers after which a spell is one, however far they are apart: else a request that is rarely called would never end. */
const ENOUGH_ANSWERS = 3;

/** With one more answer. After a gap as long as the limit the connection may have come out of it and back: it begins anew. */
function spellWith(
  now: number,
  spell: Spell | undefined,
  { transitionLimit }: Pick<Settings, 'transitionLimit'>,
): Spell {
  const answers = (spell?.answers ?? 0) + 1;
  if (!spell || (now - spell.last > transitionLimit && answers <= ENOUGH_ANSWERS)) {
    return { since: now, last: now, answers };
  }
  return { ...spell, last: now, answers };
}

/** Stays CALLING: from `until` a look can prove the effect. */
async function stayUnclear(item: RequestItem, error: string, ports: AdvancePorts): Promise<Turn> {
  const attempt = attemptOf(item);
  const until = provesAfter(attempt.startedAt, ports.settings) + 1;
  const entry = entryFor(item, 'unclear', ports.clock(), { cause: error });
  await ports.ledger.markUnclear(keyOf(item), attempt, until, entry);
  transition(ports, item, 'unclear', { cause: error });
  return long('settling', until);
}

function movedTo(item: RequestItem, record: Seen['record']): Seen {
  return { previousParent: attemptOf(item).previousParent, parent: item.request.parentConnectionId, record };
}

/** After a refused call the connection is where it was just before. */
export function seenBefore(item: RequestItem): Seen {
  const { previousParent, seen } = attemptOf(item);
  return { previousParent, parent: previousParent, record: seen };
}

import { judge } from '../../../local/judge/judge.ts';
import { countsAs } from '../../../local/judge/order.ts';
import type { GuardKind } from '../../../src/migration/model/guards.ts';
import {
  formatKey,
  keyOf,
  type PendingRejection,
  type RequestItem,
  type RequestKey,
} from '../../../src/migration/model/request-item.ts';
import type { BusEvent } from '../../../src/migration/ports/bus.ts';
import type { Pace, PauseChange } from '../../../src/migration/ports/control.ts';
import type { LogFields } from '../../../src/migration/ports/log.ts';
import type { RecordedOutcome } from '../../../src/migration/ports/requests.ts';
import type { Verification } from '../../../src/migration/verification/verification.ts';
import type { Invocation } from '../invocation.ts';
import type { Call } from '../ports/associate.ts';
import type { DirectConnectWatch } from '../ports/direct-connect.ts';
import type { LedgerWatch, Postponement } from '../ports/ledger.ts';
import type { QueuedMessage } from '../queue.ts';
import type { Move } from '../world.ts';
import { judgeCall, judgeMove, judgePace, mayMove } from './call-rules.ts';
import { judgeAnswer, judgeCircuits } from './circuit-rules.ts';
import { judgeSending } from './drain-release-rules.ts';
import { judgeEvent, judgeLogLine } from './event-rules.ts';
import type { Evidence } from './evidence.ts';
import { askedOf, toJudge } from './for-the-judge.ts';
import { followSettled } from './group-rules.ts';
import { hasFinalOutcome, judgeAcknowledgement, judgeBuried, judgeKept } from './message-rules.ts';
import { judgeCopy, judgeCopyCount, judgeNotKept } from './quarantine-rules.ts';
import { judgeRecordedOutcome } from './recorded-outcome-rules.ts';
import { followReleases } from './release-rules.ts';
import { judgeListing } from './search-rules.ts';
import { followGuards, followPause, followVerdict, judgeClosings } from './stop-rules.ts';
import { followTurn, judgeVisit, turnsOf } from './turn-rules.ts';
import { begun, judgeGrant, judgeSet } from './verification-rules.ts';
import { judgeWait } from './wait-rules.ts';
import { followRevoking, judgeGettingOn, judgeSaying } from './waits-for-rules.ts';

/** Is shown everything that can be seen of the service, and checks it against the invariants. */
export class Auditor implements LedgerWatch, DirectConnectWatch {
  readonly #evidence: Evidence;

  constructor(evidence: Evidence) {
    this.#evidence = evidence;
  }

  sent({ id, content, sentAtMs }: QueuedMessage): void {
    judgeSending(this.#evidence, content);
    this.#evidence.messages.set(id, content);
    this.#evidence.sentAt.set(id, { atMs: this.#evidence.time.now, timestamp: sentAtMs });
  }

  claimed(item: RequestItem): void {
    const order = this.#evidence.messages.get(item.messageId)?.order;
    const key = formatKey(keyOf(item));
    const sent = this.#evidence.sentAt.get(item.messageId);
    if (order?.key !== key || !sent) {
      this.#evidence.object('I6', `${key} is claimed by message ${item.messageId}`);
      return;
    }
    const { draft, hasRight } = order;
    const claimedAtMs = this.#evidence.time.now;
    const asked = askedOf(key, draft, sent.timestamp);
    if (countsAs(asked) !== asked.requestedAt) this.#evidence.count('requests that count as of their sending');
    else if (draft.requestedAtMs > sent.timestamp) this.#evidence.count('requests given after their sending');
    this.#evidence.searches.claimed(draft);
    if (draft.isHostile) this.#evidence.count('requests of a hostile tenant');
    this.#evidence.requests.set(key, {
      ...{ key, draft, asked, hasRight, claimedAtMs, sentAtMs: sent.atMs },
      ...{ calls: [], moves: [], rejections: [], published: new Set(), waited: false, deaths: 0 },
    });
  }

  /** I5: who has no right must not hold up who has. */
  took(connectionId: string, requestKey: RequestKey, invocation: Invocation, askedAtMs: number): void {
    const key = formatKey(requestKey);
    const request = this.#evidence.requests.get(key);
    const { holders } = this.#evidence;
    if (holders.get(connectionId)?.key !== key) holders.set(connectionId, { key, sinceMs: askedAtMs });
    if (request && mayMove(invocation, request)) return;
    this.#evidence.object('I5', `${key} takes ${connectionId} without the right`);
  }

  freed(connectionId: string): void {
    const { holders, freedAt, time } = this.#evidence;
    freedAt.set(`${connectionId} ${holders.get(connectionId)?.key}`, time.now);
    holders.delete(connectionId);
  }

  tookUp(key: RequestKey, by: Invocation): void {
    const request = this.#evidence.requests.get(formatKey(key));
    if (request) request.takenUp = { by, atMs: this.#evidence.time.now };
  }

  waits(key: RequestKey, invocation: Invocation): void {
    judgeSaying(this.#evidence, formatKey(key), invocation);
  }

  gotOn(key: RequestKey): void {
    judgeGettingOn(this.#evidence, formatKey(key));
  }

  revoked(key: RequestKey): void {
    followRevoking(this.#evidence, formatKey(key));
  }

  reopened(key: RequestKey): void {
    const request = this.#evidence.requests.get(formatKey(key));
    if (request) request.reopenedAtMs = this.#evidence.time.now;
  }

  marked(atMs: number | undefined): void {
    if (atMs === undefined) this.#evidence.backlogEndedAtMs = this.#evidence.time.now;
  }

  intending(requestKey: RequestKey, attemptId: string, invocation: Invocation): void {
    const key = formatKey(requestKey);
    const draft = this.#evidence.requests.get(key)?.draft;
    if (!draft) return;
    const { connectionId, to: parentId } = draft;
    const intent = { key, connectionId, parentId, attemptId, at: this.#evidence.time.now };
    invocation.intents.add(intent);
    this.#evidence.intents.push(intent);
  }

  intended(attemptId: string): void {
    const intent = this.#evidence.intents.findLast((one) => one.attemptId === attemptId);
    if (intent) intent.writtenAtMs = this.#evidence.time.now;
    this.#evidence.intended.add(attemptId);
  }

  frozen(until: number): void {
    this.#evidence.frozenUntil = Math.max(this.#evidence.frozenUntil, until);
    this.#evidence.count('frozen processes');
  }

  /** A rejection that one observation has shown, or that none is pending any more. */
  noted(key: RequestKey, pending: PendingRejection | undefined): void {
    const request = this.#evidence.requests.get(formatKey(key));
    if (!request) return;
    request.rejections.push({ at: this.#evidence.time.now, code: pending?.code });
    this.#evidence.searches.noted(request.draft, pending);
  }

  recorded(key: RequestKey, outcome: RecordedOutcome, invocation: Invocation): void {
    judgeRecordedOutcome(this.#evidence, formatKey(key), outcome, invocation);
    followTurn(this.#evidence, key.tenant, invocation);
  }

  paused({ paused }: PauseChange): void {
    followPause(this.#evidence, paused);
    if (!paused) this.#evidence.resumedAtMs = this.#evidence.time.now;
  }

  guarded(kind: GuardKind): void {
    followGuards(this.#evidence, kind);
  }

  grouped(ownerAccount: string): void {
    const { ledger, presence, time } = this.#evidence;
    presence.follow(ownerAccount, ledger.groups.get(ownerAccount)?.group ?? { entries: [] }, time.now);
    followReleases(this.#evidence, ownerAccount);
  }

  named({ frozenFor }: Invocation): void {
    const { drains, ledger, time } = this.#evidence;
    drains?.running.push({ atMs: time.now, running: { ...ledger.running }, isLate: frozenFor > 0 });
  }

  switched(invocation: Invocation): void {
    judgeCircuits(this.#evidence, invocation);
  }

  paced(pace: Pace, invocation: Invocation): void {
    judgePace(this.#evidence, pace, invocation);
  }

  countedCopy(tenant: string | undefined, hour: number, invocation: Invocation): void {
    invocation.countedCopies++;
    judgeCopyCount(this.#evidence, tenant, hour);
  }

  /** A run of `dispatch` has begun; or has ended, if by itself. */
  dispatching(invocation: Invocation): void {
    this.#evidence.turns = turnsOf(invocation);
  }

  dispatched(invocation: Invocation): void {
    if (this.#evidence.turns?.run === invocation) this.#evidence.turns = undefined;
  }

  postponing(change: Postponement, invocation: Invocation): void {
    judgeVisit(this.#evidence, change, invocation);
  }

  listed(parentId: string, invocation: Invocation): void {
    judgeListing(this.#evidence, parentId, invocation);
  }

  verificationBegan(key: RequestKey, verification: Verification): void {
    begun(this.#evidence, key, verification);
  }

  verificationSet(key: RequestKey, verification: Verification, isDue: boolean, invocation: Invocation): void {
    judgeSet(this.#evidence, key, verification, isDue, invocation);
    const { verdict } = verification;
    const { verdicts, time } = this.#evidence;
    if (verdict !== undefined && verdicts.get(formatKey(key))?.verdict !== verdict)
      verdicts.set(formatKey(key), { verdict, atMs: time.now });
    followVerdict(this.#evidence, formatKey(key), verification);
    followSettled(this.#evidence, formatKey(key), verification);
  }

  lookClaimed(parentId: string, invocation: Invocation): void {
    judgeGrant(this.#evidence, parentId, invocation);
  }

  called(call: Call): void {
    judgeCall(this.#evidence, call);
  }

  answered(call: Call): void {
    judgeAnswer(this.#evidence, call);
  }

  moved(call: Call, move: Move): void {
    judgeMove(this.#evidence, call, move);
  }

  /** @returns the key of the request whose final outcome the event reports */
  published(event: BusEvent): string | undefined {
    return judgeEvent(this.#evidence, event);
  }

  quarantined(messageId: string, body: string, invocation: Invocation): void {
    judgeCopy(this.#evidence, messageId, invocation);
    this.#evidence.quarantined.add(messageId);
    const isWhole = this.#evidence.messages.get(messageId)?.body === body;
    if (!isWhole) this.#evidence.object('I6', `message ${messageId} is not as it came in quarantine`);
  }

  acknowledged(message: QueuedMessage): void {
    judgeAcknowledgement(this.#evidence, message);
  }

  hasFinalOutcome(message: QueuedMessage): boolean {
    return hasFinalOutcome(this.#evidence, message);
  }

  kept(message: QueuedMessage, invocation: Invocation, hadFinalOutcome: boolean): void {
    if (hadFinalOutcome) judgeKept(this.#evidence, message, invocation);
  }

  buried(message: QueuedMessage, maxReceives: number): void {
    judgeBuried(this.#evidence, message, maxReceives);
  }

  /** A run of reconcile or dispatch that had the time must come to everything that has been due for long. */
  missed(keys: readonly string[], { hasMissedLedger, name }: Invocation): void {
    const [first] = keys;
    if (first !== undefined && !hasMissedLedger) this.#evidence.object('I6', `${name} has missed ${first}`);
  }

  logged(what: string, fields: LogFields): void {
    if (what === 'waiting') judgeWait(this.#evidence, fields);
    if (what === 'copyNotKept') judgeNotKept(this.#evidence, fields);
    judgeLogLine(this.#evidence, what, fields);
  }

  threw(where: string, error: unknown): void {
    this.#evidence.object('fault', `${where} threw ${error instanceof Error ? error.stack : String(error)}`);
  }

  /** What a whole run shows. */
  judgeRun(): void {
    judgeClosings(this.#evidence);
    const { violations } = this.#evidence;
    // What a ledger has forgotten that was put back, is decided anew.
    if (this.#evidence.restoredAtMs === undefined) violations.push(...judge(toJudge(this.#evidence)));
    violations.sort((one, other) => one.at - other.at);
  }
}

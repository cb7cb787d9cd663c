import { judge } from '../../../local/judge/judge.ts';
import { countsAs } from '../../../local/judge/order.ts';
import type { OutcomeEvent } from '../../../src/contract/event.ts';
import {
  formatKey,
  keyOf,
  type PendingRejection,
  type RequestItem,
  type RequestKey,
} from '../../../src/migration/model/request-item.ts';
import type { Circuit, PauseChange } from '../../../src/migration/ports/control.ts';
import type { LogFields } from '../../../src/migration/ports/log.ts';
import type { RecordedOutcome } from '../../../src/migration/ports/requests.ts';
import type { Invocation } from '../invocation.ts';
import type { Associate, Call } from '../ports/associate.ts';
import type { LedgerWatch } from '../ports/ledger.ts';
import type { QueuedMessage } from '../queue.ts';
import type { Move } from '../world.ts';
import { judgeCall, judgeCount, judgeMove, mayMove } from './call-rules.ts';
import { judgeEvent, judgeLogLine } from './event-rules.ts';
import type { Evidence } from './evidence.ts';
import { askedOf, toJudge } from './for-the-judge.ts';
import { hasFinalOutcome, judgeAcknowledgement, judgeBuried, judgeKept } from './message-rules.ts';
import { judgeRecordedOutcome } from './recorded-outcome-rules.ts';
import { judgeWait } from './wait-rules.ts';

/** Is shown everything that can be seen of the service, and checks it against the invariants. */
export class Auditor implements LedgerWatch, Associate {
  readonly #evidence: Evidence;

  constructor(evidence: Evidence) {
    this.#evidence = evidence;
  }

  sent({ id, content, sentAtMs }: QueuedMessage): void {
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
    this.#evidence.requests.set(key, {
      ...{ key, draft, asked, hasRight, claimedAtMs, sentAtMs: sent.atMs },
      ...{ calls: [], moves: [], rejections: [], published: new Set(), waited: false },
    });
  }

  /** I5: who has no right must not hold up who has. */
  took(connectionId: string, requestKey: RequestKey, invocation: Invocation): void {
    const key = formatKey(requestKey);
    const request = this.#evidence.requests.get(key);
    if (request && mayMove(invocation, request)) return;
    this.#evidence.object('I5', `${key} takes ${connectionId} without the right`);
  }

  intending(requestKey: RequestKey, attemptId: string, invocation: Invocation): void {
    const key = formatKey(requestKey);
    const connectionId = this.#evidence.requests.get(key)?.draft.connectionId;
    if (connectionId !== undefined)
      invocation.intents.add({ key, connectionId, attemptId, at: this.#evidence.time.now });
  }

  intended(attemptId: string): void {
    this.#evidence.intended.add(attemptId);
  }

  frozen(until: number): void {
    this.#evidence.frozenUntil = Math.max(this.#evidence.frozenUntil, until);
    this.#evidence.count('frozen processes');
  }

  /** A rejection that one observation has shown, or that none is pending any more. */
  noted(key: RequestKey, pending: PendingRejection | undefined): void {
    const request = this.#evidence.requests.get(formatKey(key));
    if (request) request.rejections.push({ at: this.#evidence.time.now, code: pending?.code });
  }

  recorded(key: RequestKey, outcome: RecordedOutcome, invocation: Invocation): void {
    judgeRecordedOutcome(this.#evidence, formatKey(key), outcome, invocation);
  }

  paused({ paused }: PauseChange): void {
    this.#evidence.pausedSince = paused ? this.#evidence.time.now : undefined;
    if (paused) this.#evidence.count('pauses');
  }

  switched(circuit: Circuit | undefined): void {
    this.#evidence.circuit = circuit && { ...circuit, switchedAtMs: this.#evidence.time.now };
    if (circuit && !circuit.trial) this.#evidence.count('circuits opened');
  }

  counted(minute: number, invocation: Invocation): void {
    invocation.countedCalls++;
    judgeCount(this.#evidence, minute);
  }

  called(call: Call): void {
    judgeCall(this.#evidence, call);
  }

  moved(call: Call, move: Move): void {
    judgeMove(this.#evidence, call, move);
  }

  /** @returns the key of the request whose final outcome the event reports */
  published(event: OutcomeEvent): string | undefined {
    return judgeEvent(this.#evidence, event);
  }

  quarantined(messageId: string, body: string): void {
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

  /** A run of reconcile that had the time must come to everything that has been due for long. */
  missed(keys: readonly string[], { hasMissedLedger }: Invocation): void {
    const [first] = keys;
    if (first !== undefined && !hasMissedLedger) this.#evidence.object('I6', `reconcile has missed ${first}`);
  }

  logged(what: string, fields: LogFields): void {
    if (what === 'waiting') judgeWait(this.#evidence, fields);
    judgeLogLine(this.#evidence, what, fields);
  }

  threw(where: string, error: unknown): void {
    this.#evidence.object('fault', `${where} threw ${error instanceof Error ? error.stack : String(error)}`);
  }

  /** What a whole run shows. */
  judgeRun(): void {
    const { violations } = this.#evidence;
    violations.push(...judge(toJudge(this.#evidence)));
    violations.sort((one, other) => one.at - other.at);
  }
}

import type { GuardKind } from '../../../src/migration/model/guards.ts';
import type { PendingRejection, RequestItem, RequestKey } from '../../../src/migration/model/request-item.ts';
import type { Pace, PauseChange } from '../../../src/migration/ports/control.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import type { RecordedOutcome } from '../../../src/migration/ports/requests.ts';
import type { DueIndex } from '../due-index.ts';
import { CONTROL_FAULTS } from '../faults.ts';
import type { Invocation } from '../invocation.ts';
import { type GroupWatch, groupsPort } from './groups.ts';
import { notify, readFrom, writeTo } from './reach-ledger.ts';
import { type VerificationWatch, verificationsPort } from './verifications.ts';

/** Notified of the writes that count for the auditor, at the moment in which they are done. */
export interface LedgerWatch extends VerificationWatch, GroupWatch {
  claimed(item: RequestItem): void;
  /** @param askedAtMs when it was asked for: the SDK may repeat a request that was done before */
  took(connectionId: string, key: RequestKey, invocation: Invocation, askedAtMs: number): void;
  freed(connectionId: string): void;
  intending(key: RequestKey, attemptId: string, invocation: Invocation): void;
  intended(attemptId: string): void;
  noted(key: RequestKey, pending: PendingRejection | undefined): void;
  recorded(key: RequestKey, outcome: RecordedOutcome, invocation: Invocation): void;
  paused(change: PauseChange): void;
  /** It has been postponed, to be worked on mostly. */
  tookUp(key: RequestKey, invocation: Invocation): void;
  /** An item has been written that says what its request waits for now; or one whose request has got on. */
  waits(key: RequestKey, invocation: Invocation): void;
  gotOn(key: RequestKey): void;
  /** Its intent was taken back, and what it waited for before was put back with it. */
  revoked(key: RequestKey): void;
  /** It may be called for again. */
  reopened(key: RequestKey): void;
  /** Whether requests wait for their turn. */
  marked(atMs: number | undefined): void;
  /** The guards of a kind have been replaced. */
  guarded(kind: GuardKind): void;
  switched(invocation: Invocation): void;
  /** CONTROL names other drains as those that run. */
  named(invocation: Invocation): void;
  paced(pace: Pace, invocation: Invocation): void;
  countedCopy(tenant: string | undefined, hour: number, invocation: Invocation): void;
  /** A request is about to be postponed, whether that succeeds or not. */
  postponing(change: Postponement, invocation: Invocation): void;
}

export interface Postponement {
  key: RequestKey;
  /** As read, and from then on. */
  dueAtMs: number;
  nextDueAtMs: number;
  postponements: number;
  /** It is not worked on, since it is known to wait. */
  isWait: boolean;
}

/** The ledger as one invocation reaches it. */
export function ledgerPort(invocation: Invocation, ledger: Ledger, index: DueIndex, watch: LedgerWatch): Ledger {
  const read = <T>(name: string, given: unknown[], run: () => Promise<T>) => readFrom(invocation, name, given, run);
  /** A write to a request, which the index follows; and one to any other item. */
  const write = <Written>(name: string, given: unknown[], run: () => Promise<Written>) =>
    writeTo(invocation, name, given, () => run().finally(() => index.refresh()));
  const writeOther = <Written>(name: string, given: unknown[], run: () => Promise<Written>) =>
    writeTo(invocation, name, given, run);
  const waiting = <Written>(key: RequestKey, done: Promise<Written>) =>
    notify(done, () => watch.waits(key, invocation));
  const gettingOn = <Written>(key: RequestKey, done: Promise<Written>) => notify(done, () => watch.gotOn(key));
  const lag = () => invocation.fate.lag();
  return {
    claim: (...given) => write('claim', given, () => notify(ledger.claim(...given), () => watch.claimed(given[0]))),
    read: (...given) => read('read', given, () => ledger.read(...given)),
    takeLock: (...given) => {
      const askedAtMs = invocation.time.now;
      return writeOther('takeLock', given, () =>
        notify(ledger.takeLock(...given), () => watch.took(given[0], given[1], invocation, askedAtMs)),
      );
    },
    readConnection: (...given) => read('readConnection', given, () => ledger.readConnection(...given)),
    intend: (...given) => {
      watch.intending(given[0], given[2].id, invocation);
      return write('intend', given, () =>
        notify(ledger.intend(...given), () => {
          watch.intended(given[2].id);
          watch.gotOn(given[0]);
        }),
      );
    },
    reopen: (...given) =>
      write('reopen', given, () =>
        notify((given[5] ? waiting : gettingOn)(given[0], ledger.reopen(...given)), () => watch.reopened(given[0])),
      ),
    revokeIntent: (...given) =>
      write('revokeIntent', given, () => notify(ledger.revokeIntent(...given), () => watch.revoked(given[0]))),
    markUnclear: (...given) => write('markUnclear', given, () => waiting(given[0], ledger.markUnclear(...given))),
    recordOutcome: (...given) =>
      write('recordOutcome', given, () =>
        notify(ledger.recordOutcome(...given), () => {
          watch.recorded(given[0], given[2], invocation);
          watch.gotOn(given[0]);
        }),
      ),
    yieldLock: (...given) =>
      writeOther('yieldLock', given, () => notify(ledger.yieldLock(...given), () => watch.freed(given[0]))),
    releaseLock: (...given) =>
      writeOther('releaseLock', given, () => notify(ledger.releaseLock(...given), () => watch.freed(given[0]))),
    takePlace: (...given) => write('takePlace', given, () => ledger.takePlace(...given)),
    takePlaceOfNewest: (...given) => write('takePlaceOfNewest', given, () => ledger.takePlaceOfNewest(...given)),
    readPlaces: (...given) => read('readPlaces', given, () => ledger.readPlaces(...given)),
    leavePlaceOfNewest: (...given) => write('leavePlaceOfNewest', given, () => ledger.leavePlaceOfNewest(...given)),
    leavePlace: (...given) => write('leavePlace', given, () => ledger.leavePlace(...given)),
    markPublished: (...given) =>
      write('markPublished', given, () => gettingOn(given[0], ledger.markPublished(...given))),
    notePendingRejection: (...given) =>
      write('notePendingRejection', given, () =>
        notify(ledger.notePendingRejection(...given), () => watch.noted(given[0], given[2])),
      ),
    standDown: (...given) => write('standDown', given, () => ledger.standDown(...given)),
    clearPendingRejection: (...given) =>
      write('clearPendingRejection', given, () =>
        notify(ledger.clearPendingRejection(...given), () => watch.noted(given[0], undefined)),
      ),
    park: (...given) => write('park', given, () => waiting(given[0], ledger.park(...given))),
    noteWait: (...given) => write('noteWait', given, () => waiting(given[0], ledger.noteWait(...given))),
    postpone: (...given) =>
      write('postpone', given, () => {
        const [key, dueAtMs, nextDueAtMs, postponements, waitsFor] = given;
        watch.postponing({ key, dueAtMs, nextDueAtMs, postponements, isWait: waitsFor !== undefined }, invocation);
        const postponed = notify(ledger.postpone(...given), () => watch.tookUp(key, invocation));
        return waitsFor ? waiting(key, postponed) : postponed;
      }),
    due: (now, next) => read('due', [now, next], async () => index.due(now, next, lag)),
    dueToCall: (tenant, from, now, next) =>
      read('dueToCall', [tenant, from, now, next], async () => index.dueToCall(tenant, from, now, next, lag)),
    countDue: (now) => read('countDue', [now], async () => index.countDue(now, lag)),
    readControl: () => readFrom(invocation, 'readControl', [], () => ledger.readControl(), CONTROL_FAULTS),
    setPaused: (...given) =>
      writeOther('setPaused', given, () => notify(ledger.setPaused(...given), () => watch.paused(given[0]))),
    setGuards: (...given) =>
      writeOther('setGuards', given, () => notify(ledger.setGuards(...given), () => watch.guarded(given[0]))),
    setNotices: (...given) => writeOther('setNotices', given, () => ledger.setNotices(...given)),
    readTroubles: (...given) => read('readTroubles', given, () => ledger.readTroubles(...given)),
    setTroubles: (...given) => writeOther('setTroubles', given, () => ledger.setTroubles(...given)),
    forgetTroubles: (...given) => writeOther('forgetTroubles', given, () => ledger.forgetTroubles(...given)),
    setCircuits: (...given) =>
      writeOther('setCircuits', given, () => notify(ledger.setCircuits(...given), () => watch.switched(invocation))),
    setPace: (...given) =>
      writeOther('setPace', given, () => notify(ledger.setPace(...given), () => watch.paced(given[1], invocation))),
    setRunning: (...given) =>
      writeOther('setRunning', given, () => notify(ledger.setRunning(...given), () => watch.named(invocation))),
    markBacklog: (...given) =>
      writeOther('markBacklog', given, () => notify(ledger.markBacklog(...given), () => watch.marked(given[1]))),
    ...verificationsPort(invocation, ledger, index, watch),
    ...groupsPort(invocation, ledger, index, watch),
    startCopyHour: (...given) =>
      writeOther('startCopyHour', given, () =>
        notify(ledger.startCopyHour(...given), () => watch.countedCopy(given[0], given[1], invocation)),
      ),
    countCopy: (...given) =>
      writeOther('countCopy', given, () =>
        notify(ledger.countCopy(...given), () => watch.countedCopy(given[0], given[1], invocation)),
      ),
  };
}

import type { GuardKind } from '../../../src/migration/model/guards.ts';
import type { PendingRejection, RequestItem, RequestKey } from '../../../src/migration/model/request-item.ts';
import type { Pace, PauseChange } from '../../../src/migration/ports/control.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import type { RecordedOutcome } from '../../../src/migration/ports/requests.ts';
import type { DueIndex } from '../due-index.ts';
import { READ_FAULTS, WRITE_FAULTS, type WriteFault } from '../faults.ts';
import type { Invocation } from '../invocation.ts';
import { SECOND } from '../settings.ts';

const LATENCY = 30;

/** How much later a request that was held up on its way may still be carried out: a few of the SDK's timeouts. */
const HELD_UP = 15 * SECOND;

export class LedgerUnavailable extends Error {
  override name = 'LedgerUnavailable';
}

/** Notified of the writes that count for the auditor, at the moment in which they are done. */
export interface LedgerWatch {
  claimed(item: RequestItem): void;
  /** @param askedAtMs when it was asked for: the SDK may repeat a request that was done before */
  took(connectionId: string, key: RequestKey, invocation: Invocation, askedAtMs: number): void;
  freed(connectionId: string): void;
  intending(key: RequestKey, attemptId: string, invocation: Invocation): void;
  intended(attemptId: string): void;
  noted(key: RequestKey, pending: PendingRejection | undefined): void;
  recorded(key: RequestKey, outcome: RecordedOutcome, invocation: Invocation): void;
  paused(change: PauseChange): void;
  /** The guards of a kind have been replaced. */
  guarded(kind: GuardKind): void;
  switched(invocation: Invocation): void;
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
}

/** The ledger as one invocation reaches it. */
export function ledgerPort(invocation: Invocation, ledger: Ledger, index: DueIndex, watch: LedgerWatch): Ledger {
  const read = <T>(name: string, given: unknown[], run: () => Promise<T>) => readFrom(invocation, name, given, run);
  /** A write to a request, which the index follows; and one to any other item. */
  const write = (name: string, given: unknown[], run: () => Promise<boolean>) =>
    writeTo(invocation, name, given, () => run().finally(() => index.refresh()));
  const writeOther = (name: string, given: unknown[], run: () => Promise<boolean>) =>
    writeTo(invocation, name, given, run);
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
      return write('intend', given, () => notify(ledger.intend(...given), () => watch.intended(given[2].id)));
    },
    reopen: (...given) => write('reopen', given, () => ledger.reopen(...given)),
    revokeIntent: (...given) => write('revokeIntent', given, () => ledger.revokeIntent(...given)),
    markUnclear: (...given) => write('markUnclear', given, () => ledger.markUnclear(...given)),
    recordOutcome: (...given) =>
      write('recordOutcome', given, () =>
        notify(ledger.recordOutcome(...given), () => watch.recorded(given[0], given[2], invocation)),
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
    markPublished: (...given) => write('markPublished', given, () => ledger.markPublished(...given)),
    notePendingRejection: (...given) =>
      write('notePendingRejection', given, () =>
        notify(ledger.notePendingRejection(...given), () => watch.noted(given[0], given[2])),
      ),
    clearPendingRejection: (...given) =>
      write('clearPendingRejection', given, () =>
        notify(ledger.clearPendingRejection(...given), () => watch.noted(given[0], undefined)),
      ),
    park: (...given) => write('park', given, () => ledger.park(...given)),
    postpone: (...given) =>
      write('postpone', given, () => {
        const [key, dueAtMs, nextDueAtMs, postponements] = given;
        watch.postponing({ key, dueAtMs, nextDueAtMs, postponements }, invocation);
        return ledger.postpone(...given);
      }),
    due: (now, next) => read('due', [now, next], async () => index.due(now, next, lag)),
    dueToCall: (tenant, from, now, next) =>
      read('dueToCall', [tenant, from, now, next], async () => index.dueToCall(tenant, from, now, next, lag)),
    countDue: (now) => read('countDue', [now], async () => index.countDue(now, lag)),
    readControl: () => read('readControl', [], () => ledger.readControl()),
    setPaused: (...given) =>
      writeOther('setPaused', given, () => notify(ledger.setPaused(...given), () => watch.paused(given[0]))),
    setGuards: (...given) =>
      writeOther('setGuards', given, () => notify(ledger.setGuards(...given), () => watch.guarded(given[0]))),
    readTroubles: (...given) => read('readTroubles', given, () => ledger.readTroubles(...given)),
    setTroubles: (...given) => writeOther('setTroubles', given, () => ledger.setTroubles(...given)),
    forgetTroubles: (...given) => writeOther('forgetTroubles', given, () => ledger.forgetTroubles(...given)),
    setCircuits: (...given) =>
      writeOther('setCircuits', given, () => notify(ledger.setCircuits(...given), () => watch.switched(invocation))),
    setPace: (...given) =>
      writeOther('setPace', given, () => notify(ledger.setPace(...given), () => watch.paced(given[1], invocation))),
    markBacklog: (...given) => writeOther('markBacklog', given, () => ledger.markBacklog(...given)),
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

async function readFrom<T>(invocation: Invocation, name: string, given: unknown[], run: () => Promise<T>): Promise<T> {
  const fault = invocation.fate.fault(name, READ_FAULTS);
  await invocation.reach(LATENCY, fault);
  if (fault === 'notRead') throw unavailable(invocation, name, fault);
  const found = await run();
  if (invocation.isTraced) invocation.trace(name, ...given, '→', found ?? 'nothing');
  await invocation.answer(fault);
  return found;
}

async function writeTo(
  invocation: Invocation,
  name: string,
  given: unknown[],
  run: () => Promise<boolean>,
): Promise<boolean> {
  const write = async (how: string) => {
    const done = await run();
    if (invocation.isTraced) invocation.trace(`${name}${how}`, ...given, '→', done);
    return done;
  };
  const fault = invocation.fate.fault(name, WRITE_FAULTS);
  await invocation.reach(LATENCY, fault);
  if (fault === 'notWritten') throw unavailable(invocation, name, fault);
  if (fault === 'late') {
    writeLater(invocation, () => write(' (late)'));
    throw unavailable(invocation, name, fault);
  }
  const done = await write('');
  if (fault === 'echoed') writeLater(invocation, () => write(' (echo)'));
  if (fault === 'answerLost') throw unavailable(invocation, name, fault);
  if (fault === 'repeated') return repeat(invocation, () => write(' (again)'));
  await invocation.answer(fault);
  return done;
}

/** A request under way is carried out whatever becomes of who sent it. */
function writeLater({ time, fate }: Invocation, write: (this: void) => Promise<boolean>): void {
  time.at(time.now + fate.delay(HELD_UP), () => void write());
}

async function repeat(invocation: Invocation, write: () => Promise<boolean>): Promise<boolean> {
  await invocation.sleep(LATENCY + invocation.fate.delay(SECOND));
  return write();
}

function unavailable(invocation: Invocation, name: string, fault: WriteFault | 'notRead'): LedgerUnavailable {
  invocation.hasMissedLedger = true;
  invocation.trace(`${name} fails: ${fault}`);
  return new LedgerUnavailable(`the ledger does not answer ${name}`);
}

async function notify(write: Promise<boolean>, watch: () => void): Promise<boolean> {
  const done = await write;
  if (done) watch();
  return done;
}

import { READ_FAULTS, type ReadFault, WRITE_FAULTS, type WriteFault } from '../faults.ts';
import type { Invocation } from '../invocation.ts';
import { SECOND } from '../settings.ts';

const LATENCY = 30;

/** How much later a request that was held up on its way may still be carried out: a few of the SDK's timeouts. */
const HELD_UP = 15 * SECOND;

export class LedgerUnavailable extends Error {
  override name = 'LedgerUnavailable';
}

export async function readFrom<T>(
  invocation: Invocation,
  name: string,
  given: unknown[],
  run: () => Promise<T>,
  faults: readonly ReadFault[] = READ_FAULTS,
): Promise<T> {
  const fault = invocation.fate.fault(name, faults);
  await invocation.reach(LATENCY, fault);
  if (fault === 'notRead') throw unavailable(invocation, name, fault);
  const found = await run();
  if (invocation.isTraced) invocation.trace(name, ...given, '→', found ?? 'nothing');
  await invocation.answer(fault);
  return found;
}

export async function writeTo<Written>(
  invocation: Invocation,
  name: string,
  given: unknown[],
  run: () => Promise<Written>,
): Promise<Written> {
  const write = async (how: string) => {
    const done = await run();
    if (invocation.isTraced) invocation.trace(`${name}${how}`, ...given, '→', Boolean(done));
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
function writeLater({ time, fate }: Invocation, write: (this: void) => Promise<unknown>): void {
  time.at(time.now + fate.delay(HELD_UP), () => void write());
}

async function repeat<Written>(invocation: Invocation, write: () => Promise<Written>): Promise<Written> {
  await invocation.sleep(LATENCY + invocation.fate.delay(SECOND));
  return write();
}

function unavailable(invocation: Invocation, name: string, fault: WriteFault | 'notRead'): LedgerUnavailable {
  invocation.hasMissedLedger = true;
  invocation.trace(`${name} fails: ${fault}`);
  return new LedgerUnavailable(`the ledger does not answer ${name}`);
}

export async function notify<Written>(write: Promise<Written>, watch: () => void): Promise<Written> {
  const done = await write;
  if (done) watch();
  return done;
}

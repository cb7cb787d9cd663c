import type { Defer } from '../../../src/aws/visibility.ts';
import type { EventDetail } from '../../../src/contract/event.ts';
import { SERVICE } from '../../../src/contract/event-names.ts';
import { VERIFIED } from '../../../src/contract/operations/names.ts';
import type { VerifiedDetail } from '../../../src/contract/operations/verified.ts';
import type { Bus, BusEvent } from '../../../src/migration/ports/bus.ts';
import type { Quarantine } from '../../../src/migration/ports/quarantine.ts';
import { SEND_FAULTS, WAKE_FAULTS } from '../faults.ts';
import type { Invocation } from '../invocation.ts';

const LATENCY = 100;

class NotTaken extends Error {
  override name = 'NotTaken';
}

/** The bus as one invocation reaches it. */
export function busPort(
  invocation: Invocation,
  unpublishable: string | undefined,
  accept: (event: BusEvent) => void,
): Bus {
  return {
    publish: (event) =>
      send(invocation, 'publish', event.detailType, () => {
        if (unpublishable !== undefined && keyIn(event) === unpublishable) throw new NotTaken('publish: never taken');
        accept(event);
      }),
  };
}

/** Whose outcome or verdict it reports, if any; a conflict is an answer to a message, not an outcome of the first request. */
function keyIn({ source, detailType, detail }: BusEvent): string | undefined {
  if (source !== SERVICE) {
    if (detailType !== VERIFIED) return undefined;
    const { tenant, requestId } = (JSON.parse(detail) as VerifiedDetail).data;
    return `${tenant}#${requestId}`;
  }
  const { data } = JSON.parse(detail) as EventDetail;
  if (data.reason?.code === 'CONFLICTING_REQUEST') return undefined;
  return `${data.tenant}#${data.request?.requestId}`;
}

/** The quarantine queue as one invocation reaches it. */
export function quarantinePort(invocation: Invocation, accept: (messageId: string, body: string) => void): Quarantine {
  return { store: ({ id, body }) => send(invocation, 'quarantine', id, () => accept(id, body)) };
}

/** ChangeMessageVisibility as one invocation reaches it. */
export function deferPort(invocation: Invocation, change: Defer): Defer {
  return (queue, receipt, seconds) =>
    send(invocation, 'defer', `${receipt} ${seconds} s`, () => void change(queue, receipt, seconds));
}

/** The asynchronous invocation of `dispatch`. */
export function wakePort(invocation: Invocation, run: () => void): () => Promise<void> {
  return async () => {
    const fault = invocation.fate.fault('wakeDispatch', WAKE_FAULTS);
    await invocation.reach(LATENCY, fault);
    invocation.trace('wakeDispatch', fault ?? '');
    if (fault !== 'neverRun') run();
    await invocation.answer(fault);
  };
}

async function send(invocation: Invocation, name: string, what: string, accept: () => void): Promise<void> {
  const fault = invocation.fate.fault(name, SEND_FAULTS);
  await invocation.reach(LATENCY, fault);
  if (fault === 'notTaken') {
    invocation.trace(`${name} fails: ${fault}`, what);
    throw new NotTaken(`${name}: not taken`);
  }
  accept();
  invocation.trace(name, what);
  if (fault === 'takenTwice') accept();
  if (fault === 'answerLost') throw new NotTaken(`${name}: no answer`);
  await invocation.answer(fault);
}

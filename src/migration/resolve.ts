import { lookOn } from './look.ts';
import { reason, type Verdict } from './outcome.ts';
import type { ResolvePorts } from './ports.ts';
import { attemptOf, keyOf, type RequestItem } from './request-item.ts';
import { effectOverAfter, provesAfter } from './settings.ts';
import { finish, settleCalled, tell } from './settle.ts';
import { entryFor, type Person, transition } from './transition.ts';

/** A person's decision on a held request. */
export interface Resolution extends Person {
  tenant: string;
  requestId: string;
  /** moved: its effect shows. notMoved: it had none, and none is wanted any more. retry: it had none, call again. */
  verdict: 'moved' | 'notMoved' | 'retry';
}

/** What came of it; a refusal says what stands against the decision. */
export type Resolved = { result: 'resolved' } | { result: 'refused'; why: string };

/**
 * Carries out a person's decision on a HELD request, as far as what Direct Connect shows allows it. The decision is
 * recorded in the request's history and told by the request's next event.
 */
export async function resolve(resolution: Resolution, ports: ResolvePorts): Promise<Resolved> {
  const item = await ports.ledger.read(resolution);
  if (!item) return refused('there is no such request');
  if (item.state !== 'HELD') return refused(`the request is ${item.state}; only a held one can be resolved`);
  await tell(item, ports);
  const { connectionId, parentConnectionId } = item.request;
  const { at, record } = await lookOn(parentConnectionId, connectionId, ports);
  const { startedAt, previousParent } = attemptOf(item);
  if (resolution.verdict === 'moved') {
    if (!record) return refused(`${connectionId} is not listed on ${parentConnectionId}`);
    if (at <= provesAfter(startedAt, ports.settings)) return refused('it is too early to tell: look again later');
    const seen = { previousParent, parent: parentConnectionId, record };
    return settle(item, { state: 'MIGRATED', disposition: 'observed', seen, observedAt: at }, resolution, ports);
  }
  if (record) return refused(`${connectionId} is listed on ${parentConnectionId}: it has moved`);
  if (at <= effectOverAfter(startedAt, ports.settings))
    return refused('the call can still have an effect: look again later');
  if (resolution.verdict === 'retry') return retry(item, resolution, ports);
  const verdict = await notMoved(item, ports);
  return settle(item, verdict, resolution, ports);
}

/** Where the connection is then: on its previous parent, if it is seen there; else nobody knows. */
async function notMoved(item: RequestItem, ports: ResolvePorts): Promise<Verdict> {
  const { previousParent, seen } = attemptOf(item);
  const { record } = await lookOn(previousParent, item.request.connectionId, ports);
  return {
    state: 'FAILED',
    reason: reason('RESOLVED_NOT_MOVED', 'a person found that the connection was not moved'),
    seen: { previousParent, parent: record ? previousParent : null, record: record ?? seen },
  };
}

async function retry(item: RequestItem, { by, why }: Resolution, ports: ResolvePorts): Promise<Resolved> {
  const now = ports.clock();
  const entry = entryFor(item, 'retried', now, { person: { by, why } });
  const retried = await ports.ledger.reopen(keyOf(item), attemptOf(item), undefined, now, entry);
  if (!retried) return refused('the request has changed meanwhile');
  transition(ports, item, 'retried', { by });
  return { result: 'resolved' };
}

/** What else the request has become is not carried on from here: a retry would call, with a role that may not. */
async function settle(
  item: RequestItem,
  verdict: Verdict,
  { by, why }: Resolution,
  ports: ResolvePorts,
): Promise<Resolved> {
  await settleCalled(item, verdict, ports, { by, why });
  const settled = await ports.ledger.read(keyOf(item));
  if (settled?.state !== verdict.state) return refused('the request has changed meanwhile');
  await finish(settled, ports);
  return { result: 'resolved' };
}

function refused(why: string): Resolved {
  return { result: 'refused', why };
}

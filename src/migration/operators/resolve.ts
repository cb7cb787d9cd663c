import { leaveAfterCall } from '../groups/keep-apart.ts';
import { attemptOf, keyOf, type RequestItem } from '../model/request-item.ts';
import { conclusiveAfter, effectOverAfter } from '../model/settings.ts';
import { entryFor, logTransition, type Person } from '../model/transition.ts';
import { reason, type Verdict } from '../outcome/build-outcome.ts';
import { complete } from '../outcome/complete.ts';
import { publish } from '../outcome/publish.ts';
import { recordAfterCall } from '../outcome/record-outcome.ts';
import type { ResolvePorts } from '../ports/ports.ts';
import { findOn } from '../steps/find-connection.ts';

/** A person's decision on a held request. */
export interface Resolution extends Person {
  tenant: string;
  requestId: string;
  /** moved: its effect shows. notMoved: it had none, and none is wanted any more. retry: it had none, call again. */
  verdict: 'moved' | 'notMoved' | 'retry';
}

/** What came of it; where it is declined, `why` says what stands against it. */
export type Resolved = { result: 'resolved' } | { result: 'declined'; why: string };

/**
 * Carries out a person's decision on a HELD request, as far as what Direct Connect shows allows it. The decision is
 * recorded in the request's history, and the request's next event says so.
 */
export async function resolve(resolution: Resolution, ports: ResolvePorts): Promise<Resolved> {
  const item = await ports.ledger.read(resolution);
  if (!item) return declined('there is no such request');
  if (item.state !== 'HELD') return declined(`the request is ${item.state}; only a held one can be resolved`);
  await publish(item, ports);
  const { connectionId, parentConnectionId } = item.request;
  const { atMs, record } = await findOn(parentConnectionId, connectionId, ports);
  const { startedAtMs, previousParent } = attemptOf(item);
  if (resolution.verdict === 'moved') {
    if (!record) return declined(`${connectionId} is not listed on ${parentConnectionId}`);
    if (atMs <= conclusiveAfter(startedAtMs, ports.settings))
      return declined('it is too early to tell: look again later');
    const seen = { previousParent, parent: parentConnectionId, record };
    return recordDecision(
      item,
      { state: 'MIGRATED', disposition: 'observed', seen, observedAtMs: atMs },
      resolution,
      ports,
    );
  }
  if (record) return declined(`${connectionId} is listed on ${parentConnectionId}: it has moved`);
  if (atMs <= effectOverAfter(startedAtMs, ports.settings))
    return declined('the call can still have an effect: look again later');
  if (resolution.verdict === 'retry') return retry(item, resolution, ports);
  const verdict = await notMoved(item, ports);
  return recordDecision(item, verdict, resolution, ports);
}

/** Where the connection is then: on its previous parent, if it is seen there; else no one knows. */
async function notMoved(item: RequestItem, ports: ResolvePorts): Promise<Verdict> {
  const { previousParent, seen } = attemptOf(item);
  const { record } = await findOn(previousParent, item.request.connectionId, ports);
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
  if (!retried) return declined('the request has changed meanwhile');
  logTransition(ports, item, 'retried', { by });
  await leaveAfterCall(item, ports);
  return { result: 'resolved' };
}

/** What else the request has become is not carried on from here: a retry would call, with a role that may not. */
async function recordDecision(
  item: RequestItem,
  verdict: Verdict,
  { by, why }: Resolution,
  ports: ResolvePorts,
): Promise<Resolved> {
  await recordAfterCall(item, verdict, ports, { by, why });
  const recorded = await ports.ledger.read(keyOf(item));
  if (recorded?.state !== verdict.state) return declined('the request has changed meanwhile');
  await complete(recorded, ports);
  return { result: 'resolved' };
}

function declined(why: string): Resolved {
  return { result: 'declined', why };
}

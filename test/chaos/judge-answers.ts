import type { EventDetail } from '../../src/contract/event.ts';
import { isBefore } from '../../src/contract/time.ts';
import { answerOf } from './answers.ts';
import { TENANTS } from './chaos-topology.ts';
import { type ChaosEvidence, distinctEvents } from './evidence.ts';

/** Objections to answers that are not right for what was sent. */
export function judgeAnswers(evidence: ChaosEvidence): string[] {
  const events = distinctEvents(evidence.received);
  return [...unexpected(evidence), ...wronglyForbidden(events, evidence), ...wronglySuperseded(events)];
}

function unexpected({ sent, results }: ChaosEvidence): string[] {
  return results.flatMap(({ line, event }, index) => {
    const only = sent[index]?.planned.only;
    if (only === undefined || event === undefined || answerOf(event) === only) return [];
    return [`the message of line ${line} was answered ${answerOf(event)}, where only ${only} is right`];
  });
}

/** A dry run is answered from one observation, which may show a connection nowhere while it is being moved. */
function wronglyForbidden(events: readonly EventDetail[], { before }: ChaosEvidence): string[] {
  const owners = new Map(
    before.parents.flatMap(({ hostedConnections }) =>
      hostedConnections.map((hosted) => [hosted.id, hosted.ownerAccount]),
    ),
  );
  return events.flatMap(({ data: { outcome, tenant: name, request, reason } }) => {
    const tenant = TENANTS.find((one) => one.name === name);
    if (outcome === 'PLANNED' || reason?.code !== 'NOT_PERMITTED' || !request || !tenant) return [];
    const { connectionId, expectedParentConnectionId, parentConnectionId } = request;
    const owns = tenant.ownerAccounts.includes(owners.get(connectionId) ?? '');
    const knows = [expectedParentConnectionId, parentConnectionId].every((parent) => tenant.parents.includes(parent));
    return owns && knows ? [`${name} ${request.requestId} was not permitted, with the right to it`] : [];
  });
}

/** Superseded needs a request of the same tenant and connection that is as new or newer. */
function wronglySuperseded(events: readonly EventDetail[]): string[] {
  const asked = Map.groupBy(events, ({ data }) => `${data.tenant} ${data.request?.connectionId}`);
  return events.flatMap(({ data: { tenant, request, reason } }) => {
    if (reason?.code !== 'SUPERSEDED' || !request) return [];
    const rivals = asked.get(`${tenant} ${request.connectionId}`) ?? [];
    const newer = rivals.some(
      ({ data }) =>
        data.request &&
        data.request.requestId !== request.requestId &&
        !isBefore(data.request.requestedAt, request.requestedAt),
    );
    return newer ? [] : [`${tenant} ${request.requestId} was superseded by nothing`];
  });
}

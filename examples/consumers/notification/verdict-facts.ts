import type { Fact } from './facts.ts';
import { failingsInWords, type VerdictData } from './failings.ts';
import { quoted, shown } from './shown.ts';
import { connectionOf, stateOf } from './verdict-subject.ts';

/** What a message about a verdict says, line by line. */
export function verdictFacts(data: VerdictData, correlationId: string): Fact[] {
  const { requestId, before, movedAt, failings, verdict } = data;
  const order = `request ${shown(requestId)}`;
  const facts: [label: string, value: string | undefined][] = [
    ['What happened', whatHappened(data)],
    ['Moved', `from ${shown(before.parentConnectionId)}, recorded at ${shown(movedAt)}`],
    ['Not as it should be', failings.length === 0 ? undefined : failingsInWords(data)],
    ['Good since', goodSince(data)],
    ['Not seen', verdict === 'HEALTHY' ? 'whether routes and traffic flow (BGP): a partner cannot see it' : undefined],
    ['Connection', connectionOf(data)],
    ['Order', correlationId === requestId ? order : `${order}, correlation id ${quoted(correlationId)}`],
  ];
  return facts.filter((fact): fact is Fact => fact[1] !== undefined);
}

function whatHappened(data: VerdictData): string {
  const { verdict, firstGoodAt, observedAt, after, before } = data;
  const place = shown(after?.parentConnectionId ?? 'a port that is not known');
  const last = observedAt === null ? 'No look was possible.' : `The last look was at ${shown(observedAt)}.`;
  switch (verdict) {
    case 'HEALTHY':
      return `Direct Connect showed it on ${place}, ${stateOf(data)}, at each look${between(firstGoodAt, observedAt)}.`;
    case 'UNHEALTHY':
      return `After its move it is not as it should be, or is so no longer. ${last} It may still recover.`;
    case 'UNKNOWN':
      return `How it is after its move could not be found out in time. ${last}`;
    case 'OVERTAKEN':
      return 'Before it was known to be well after this move, a later request moved it.';
    case 'GONE':
      return `Direct Connect showed it on no port, or as deleted. ${last}`;
    case 'MOVED_AWAY':
      return `Direct Connect showed it on ${place}. No request moved it there from ${shown(before.parentConnectionId)}. ${last}`;
  }
}

function between(first: string | null, last: string | null): string {
  return first === null || last === null ? '' : ` from ${shown(first)} to ${shown(last)}`;
}

/** An upper bound, and no word about the interruption. */
function goodSince({ verdict, firstGoodAt, resolutionSeconds }: VerdictData): string | undefined {
  if (verdict !== 'HEALTHY' || firstGoodAt === null) return undefined;
  const earlier = resolutionSeconds === null ? '' : `, perhaps up to ${Math.ceil(resolutionSeconds)} s before`;
  return `${shown(firstGoodAt)} at the latest${earlier}`;
}

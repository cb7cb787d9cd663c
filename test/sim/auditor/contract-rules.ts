import type { Evidence, KnownRequest } from './evidence.ts';
import { areListsTooLong } from './wait-rules.ts';

/** What docs/contract.md says of orders for one line, where nothing but the orders decides: how many others wait does not. */
export function judgeEnd(evidence: Evidence, request: KnownRequest): void {
  const { key, draft, recorded } = request;
  if (draft.ends === undefined || areListsTooLong(evidence, request) || wasCordoned(evidence)) return;
  const end = recorded?.data.disposition ?? recorded?.data.reason?.code;
  evidence.count('requests that end as the contract says');
  if (end !== draft.ends) evidence.object('contract', `${key} ends as ${end}, not as ${draft.ends}`);
}

/** Then an order may be refused, and one that follows it too. */
function wasCordoned({ stops, pastStops }: Evidence): boolean {
  return [...stops.values(), ...pastStops].some(({ kind }) => kind === 'cordons');
}

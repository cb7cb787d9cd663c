import type { ArmedFault } from './fault-rack.ts';
import type { JournalView } from './journal.ts';
import type { FaultInput } from './topology/fault-schema.ts';
import type { TopologyView } from './topology-view.ts';

/** The simulator's admin endpoint, for demos, tests and auditors. Every method throws {@link AdminError}. */
export interface AdminClient {
  armFault(fault: FaultInput): Promise<ArmedFault>;
  faults(): Promise<readonly ArmedFault[]>;
  clearFaults(): Promise<void>;
  journal(): Promise<JournalView>;
  topology(): Promise<TopologyView>;
}

/** The admin endpoint refused, e.g. an unknown kind of fault; the message is its own. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
}

/** @param url the simulator's, as printed or as in DirectConnectServer.url */
export function createAdminClient(url: string): AdminClient {
  const base = new URL('/_admin/', url);
  return {
    armFault: async (fault) => (await send(base, 'POST', 'faults', fault)) as ArmedFault,
    faults: async () => (await send(base, 'GET', 'faults')) as readonly ArmedFault[],
    clearFaults: async () => {
      await send(base, 'DELETE', 'faults');
    },
    journal: async () => (await send(base, 'GET', 'journal')) as JournalView,
    topology: async () => (await send(base, 'GET', 'topology')) as TopologyView,
  };
}

async function send(base: URL, method: string, path: string, body?: FaultInput): Promise<unknown> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(new URL(path, base), { method, ...content });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  throw new AdminError(`${method} /_admin/${path}: ${response.status}: ${messageOf(answer)}`);
}

function messageOf(answer: unknown): string {
  return typeof answer === 'object' && answer !== null && 'message' in answer ? String(answer.message) : 'no message';
}

import type { ArmedFault } from './fault-rack.ts';
import type { JournalView, LineEntry, LinkEntry } from './journal.ts';
import type { LineCommandInput } from './line-command.ts';
import type { LinkCommand } from './link-command.ts';
import type { FaultInput } from './topology/fault-schema.ts';
import type { TopologyView } from './topology-view.ts';

/** The simulator's admin endpoint, for demos, tests and auditors. Every method throws {@link AdminError}. */
export interface AdminClient {
  armFault(fault: FaultInput): Promise<ArmedFault>;
  faults(): Promise<readonly ArmedFault[]>;
  clearFaults(): Promise<void>;
  /** What a line does from now on, without a move. */
  setLine(command: LineCommandInput): Promise<LineEntry>;
  /** Takes the link of an interconnect, or all links of a LAG, down or up. */
  setLink(command: LinkCommand): Promise<readonly LinkEntry[]>;
  /** The whole journal: one that has dropped entries is an error, since no one should judge on half of what happened. */
  journal(): Promise<JournalView>;
  topology(): Promise<TopologyView>;
}

/** The admin endpoint refused, e.g. an unknown kind of fault, or its answer is not whole; the message says which. */
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
    setLine: async (command) => (await send(base, 'POST', 'lines', command)) as LineEntry,
    setLink: async (command) => (await send(base, 'POST', 'links', command)) as readonly LinkEntry[],
    journal: async () => whole((await send(base, 'GET', 'journal')) as JournalView),
    topology: async () => (await send(base, 'GET', 'topology')) as TopologyView,
  };
}

async function send(
  base: URL,
  method: string,
  path: string,
  body?: FaultInput | LineCommandInput | LinkCommand,
): Promise<unknown> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(new URL(path, base), { method, ...content });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  throw new AdminError(`${method} /_admin/${path}: ${response.status}: ${messageOf(answer)}`);
}

function whole(journal: JournalView): JournalView {
  const { calls, moves, lines, links } = journal.dropped;
  if (calls + moves + lines + links === 0) return journal;
  throw new AdminError(
    `the journal has dropped its oldest calls (${calls}) with their moves (${moves}), and what became of lines (${lines}) and links (${links}): set a larger journalMiB in the topology's settings`,
  );
}

function messageOf(answer: unknown): string {
  return typeof answer === 'object' && answer !== null && 'message' in answer ? String(answer.message) : 'no message';
}

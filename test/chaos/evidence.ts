import type { JournalView, TopologyView } from '#direct-connect-simulator';
import type { Received } from '../../local/demo/deliveries.ts';
import type { Result } from '../../local/demo/sent-request.ts';
import type { FailedRequest } from '../../local/dynamodb/faults.ts';
import type { Tenant } from '../../src/migration/model/tenants.ts';
import type { Kill } from './kills.ts';
import type { SentMessage } from './send-plan.ts';

/** What is left where nothing should be, once everything has come to rest. */
export interface Leftovers {
  /** Messages by the name of their queue: the requests queue and every dead-letter queue. */
  queues: Record<string, number>;
  /** Events that a rule matched and no one got. */
  droppedEvents: number;
  /** Requests of the ledger that are still due, and connections that a request still holds. */
  ledger: string[];
}

/** All that a run has left to judge it by. Times in milliseconds since the epoch. */
export interface ChaosEvidence {
  sent: readonly SentMessage[];
  /** What was published about each, in the same order. */
  results: readonly Result[];
  received: readonly Received[];
  journal: JournalView;
  before: TopologyView;
  tenants: readonly Tenant[];
  kills: readonly Kill[];
  /** When a function ran into its timeout, which ends its process like a kill. */
  timeouts: readonly number[];
  tableFailures: readonly FailedRequest[];
  quarantined: number;
  leftovers: Leftovers;
  /** Log lines and events that hold what must stay inside. */
  leaks: number;
}

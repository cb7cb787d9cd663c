import type { Settings } from '../../src/migration/model/settings.ts';
import type { Tenant } from '../../src/migration/model/tenants.ts';
import type { BusEvent } from '../../src/migration/ports/bus.ts';
import type { Ledger, Ports } from '../../src/migration/ports/ports.ts';
import type { Deliver } from './ablation.ts';
import type { Auditor } from './auditor/auditor.ts';
import type { Evidence } from './auditor/evidence.ts';
import type { DrainStage } from './drains/drain-stage.ts';
import type { DueIndex } from './due-index.ts';
import type { Fate } from './faults.ts';
import type { Lists } from './lists.ts';
import type { Meddler } from './meddler.ts';
import type { Killer } from './ports/killer.ts';
import type { Queue } from './queue.ts';
import type { Trace } from './trace.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { World } from './world.ts';

export interface Deployment {
  tenants: readonly Tenant[];
  serviceVersion: string;
}

/** All that the functions of one run meet. */
export interface Stage {
  time: VirtualTime;
  fate: Fate;
  world: World;
  queue: Queue;
  /** What the ports write to; an ablation may stand in between. */
  ledger: Ledger;
  /** Where the ledger says what is due. */
  index: DueIndex;
  settings: Settings;
  evidence: Evidence;
  auditor: Auditor;
  trace: Trace | undefined;
  /** Messages an invocation. */
  batchSize: number;
  /** Invocations for the messages of one tenant at a time. */
  concurrency: number;
  /** What is deployed now: each invocation runs with what it began with. */
  deployment: Deployment;
  /** How much there is to list. */
  lists: Lists;
  /** The key of the request whose events the bus never accepts. */
  unpublishable: string | undefined;
  /** A request that ends processes, if there is one. */
  killer: Killer | undefined;
  published: (event: BusEvent) => void;
  /** What the functions of drains meet, in runs with drains. */
  drained: DrainStage | undefined;
  /** Nothing is invoked: the ledger is being put back. */
  isHalted: boolean;
  meddler: Meddler | undefined;
  /** An ablation: takes a guard away from the ports of an invocation. */
  adjust: ((ports: Ports) => Ports) | undefined;
  /** An ablation: what an invocation takes for the time that it has left. */
  adjustRemaining: (remaining: () => number) => () => number;
  /** An ablation: takes a guard away from the delivery of a message. */
  adjustDelivery: (deliver: Deliver) => Deliver;
}

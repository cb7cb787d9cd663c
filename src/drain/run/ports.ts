import type { MigrationRequest } from '../../contract/request-schema.ts';
import type { Bus } from '../../migration/ports/bus.ts';
import type { Connections } from '../../migration/ports/connections.ts';
import type { Control } from '../../migration/ports/control.ts';
import type { Log } from '../../migration/ports/log.ts';
import type { Requests } from '../../migration/ports/requests.ts';
import type { Verifications } from '../../migration/ports/verifications.ts';
import type { Inventory } from '../plan/inventory.ts';
import type { Approval, Drain, StoredDrain } from './drain.ts';
import type { Stop } from './stop.ts';

export interface DrainPage {
  drainIds: string[];
  next?: string;
}

/** `DRAIN#<drainId>` and `PLAN#<drainId>#<rev>`. Every write is one conditional write to one item, as in the core's ledger. */
export interface Drains {
  /** False if there is a drain with this id. */
  createDrain(drain: Drain, dueAtMs: number | undefined): Promise<boolean>;
  /** Consistently. */
  readDrain(drainId: string): Promise<StoredDrain | undefined>;
  /**
   * Replaces all of it but its approval, if it is still the version read: so also the stops, of which none was added since. Without a
   * due time it is taken up no more.
   */
  setDrain(version: number, drain: Drain, dueAtMs: number | undefined): Promise<boolean>;
  /**
   * Adds a stop, whatever else has changed, and makes the drain due: whoever has read it before writes nothing more.
   *
   * @returns the drain as it is then; undefined if there is none
   */
  addStop(drainId: string, stop: Stop, dueAtMs: number): Promise<StoredDrain | undefined>;
  /** Sets the approval, if the drain is still the version read; it is due then. */
  setApproval(drainId: string, version: number, approval: Approval, dueAtMs: number): Promise<boolean>;
  /** Ids of those that are due at `now` or before, oldest first; may lag behind the items. */
  dueDrains(now: number, next?: string): Promise<DrainPage>;
  /** A plan, packed (packPlan). False if the drain has a plan with this revision. */
  putPlan(drainId: string, rev: number, packed: Uint8Array): Promise<boolean>;
  readPlan(drainId: string, rev: number): Promise<Uint8Array | undefined>;
}

/** The settings of a stage, as the drain function has them; times in milliseconds. */
export interface DrainSettings {
  /** Between two looks at the lines of a drain that runs. */
  drainTickMs: number;
  /** How many people must approve a plan: 0 or 1. */
  drainApprovals: number;
  staleMs: number;
  clockSkewMs: number;
  verifyWithinMs: number;
  soakMs: number;
  /** Drains that were started before are from a ledger that was restored. */
  minRequestedAt: string;
}

/** What it takes to bring a drain on. */
export interface AdvanceDrainPorts {
  ledger: Drains &
    Pick<Requests, 'read'> &
    Pick<Verifications, 'readVerification'> &
    Pick<Connections, 'readConnection'> &
    Pick<Control, 'readControl' | 'setGuards' | 'setRunning'>;
  /** What there is, from complete listings; throws if they do not settle. */
  readInventory: () => Promise<Inventory>;
  /** Puts a request into the requests queue of drains. */
  send: (request: MigrationRequest) => Promise<void>;
  /** Has the drain taken up in so many seconds, under the number of that tick. What gets lost of it, the next minute brings: it does not throw. */
  sendTick: (drainId: string, number: number, delaySeconds: number) => Promise<void>;
  bus: Bus;
  /** Milliseconds since the epoch. */
  clock: () => number;
  newId: () => string;
  log: Log;
  settings: DrainSettings;
  /** Interconnects and LAGs that drains may move lines between. */
  parents: readonly string[];
  serviceVersion: string;
}

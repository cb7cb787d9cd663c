import type { Settings } from '../model/settings.ts';
import type { Tenant } from '../model/tenants.ts';
import type { Bus } from './bus.ts';
import type { Connections } from './connections.ts';
import type { Control } from './control.ts';
import type { DirectConnect } from './direct-connect.ts';
import type { DueIndex } from './due-index.ts';
import type { Log } from './log.ts';
import type { Quarantine } from './quarantine.ts';
import type { Requests } from './requests.ts';

/**
 * The ledger. Every write is one conditional write to one item; `false` means that its condition did not hold, which
 * after a lost answer may also be its own success: callers read again.
 */
export type Ledger = Requests & Connections & Control & DueIndex;

/** All that the core needs from outside. */
export interface Ports {
  directConnect: DirectConnect;
  ledger: Ledger;
  bus: Bus;
  quarantine: Quarantine;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Uniform in [0, 1). */
  random: () => number;
  newId: () => string;
  log: Log;
  tenants: readonly Tenant[];
  settings: Settings;
  serviceVersion: string;
}

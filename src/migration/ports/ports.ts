import type { SettingsOf } from '../../settings/function-settings.ts';
import type { Settings } from '../model/settings.ts';
import type { Tenant } from '../model/tenants.ts';
import type { Bus } from './bus.ts';
import type { Connections } from './connections.ts';
import type { Control } from './control.ts';
import type { DirectConnect } from './direct-connect.ts';
import type { DueIndex } from './due-index.ts';
import type { Groups } from './groups.ts';
import type { Log } from './log.ts';
import type { Parents } from './parents.ts';
import type { Places } from './places.ts';
import type { Quarantine, QuarantineCount } from './quarantine.ts';
import type { Releases } from './releases.ts';
import type { Requests } from './requests.ts';
import type { Turns } from './turns.ts';
import type { Verifications } from './verifications.ts';

/**
 * The ledger. Every write is one conditional write to one item; `false` means that its condition did not hold, which
 * after a lost answer may also be its own success: callers read again.
 */
export type Ledger = Requests &
  Connections &
  Places &
  Control &
  Parents &
  QuarantineCount &
  DueIndex &
  Verifications &
  Groups;

/** What it takes to record and publish an outcome. Of the ledger, that is all that the role of `resolve` may touch. */
export interface OutcomePorts {
  ledger: Requests &
    Connections &
    Pick<Places, 'leavePlace' | 'leavePlaceOfNewest'> &
    Pick<Groups, 'readGroup' | 'setGroup'> &
    Pick<Verifications, 'beginVerification'>;
  bus: Bus;
  /** Milliseconds since the epoch. */
  clock: () => number;
  log: Log;
  settings: Pick<Settings, 'pollIntervalMs' | 'verifyWithinMs' | 'staleMs' | 'clockSkewMs' | 'redundancyLock'>;
  serviceVersion: string;
}

/** What a person's decision takes besides. */
export interface ResolvePorts extends OutcomePorts {
  directConnect: Pick<DirectConnect, 'listHosted'>;
  settings: SettingsOf<'resolve'>;
}

/** What it takes to move a request on. */
export interface AdvancePorts extends OutcomePorts {
  ledger: Ledger;
  /** With a new listing each time. */
  directConnect: DirectConnect;
  /** The same, with listings that began a moment ago (recent-listings.ts). */
  recent: DirectConnect;
  /** Uniform in [0, 1). */
  random: () => number;
  newId: () => string;
  turns: Turns;
  /** Asked of requests of drains only. */
  releases: Releases;
  /** Has `dispatch` run soon. What gets lost of it, the next minute brings: it does not throw. */
  wakeDispatch: () => Promise<void>;
  tenants: readonly Tenant[];
  settings: SettingsOf<'dispatch'>;
}

/** What it takes to answer a message. */
export interface ReceivePorts extends AdvancePorts {
  quarantine: Quarantine;
  settings: SettingsOf<'migrate'>;
}

/** What it takes to look at lines that were moved: no request is moved on, and nothing is called. */
export interface VerifyPorts {
  ledger: Verifications &
    Pick<Requests, 'read'> &
    Pick<Connections, 'readConnection'> &
    Pick<Control, 'readControl' | 'setGuards'> &
    Pick<Parents, 'readTroubles' | 'setTroubles'> &
    Pick<Groups, 'readGroup' | 'setGroup'>;
  directConnect: Pick<DirectConnect, 'listHosted'>;
  bus: Bus;
  /** Milliseconds since the epoch. */
  clock: () => number;
  log: Log;
  tenants: readonly Pick<Tenant, 'parents'>[];
  settings: Pick<
    Settings,
    | 'pollIntervalMs'
    | 'drainTickMs'
    | 'postponeLimitMs'
    | 'verifyWithinMs'
    | 'soakMs'
    | 'staleMs'
    | 'clockSkewMs'
    | 'redundancyLock'
  >;
  serviceVersion: string;
}

/** What it takes to take up what is due. */
export interface ReconcilePorts extends AdvancePorts {
  settings: SettingsOf<'reconcile'>;
}

/** What it takes to call for those who wait for their turn. */
export interface DispatchPorts extends Omit<AdvancePorts, 'turns' | 'wakeDispatch'> {
  settings: SettingsOf<'dispatch'>;
  /** Resolves after so many milliseconds. */
  sleep: (milliseconds: number) => Promise<void>;
}

/** All that the core needs from outside. */
export type Ports = ReceivePorts & ReconcilePorts & DispatchPorts;

import { toMbps } from '../../contract/bandwidth.ts';
import type { ConnectionRecord } from '../../contract/connection-record.ts';
import type { Guards } from '../../migration/model/guards.ts';
import type { TenantEntry } from '../../migration/model/tenants.ts';

/**
 * What the planner is given: all that Direct Connect and the ledger told, from complete listings. Lists may come in any order. What
 * Direct Connect did not say is absent, never a guess.
 */
export interface Inventory {
  /** Before the first question was asked, in milliseconds since the epoch: what is shown may be older, never newer than the last answer. */
  readAtMs: number;
  /** All interconnects and LAGs of the account, those that are members of a LAG too. Each once. */
  ports: readonly Port[];
  /** Every hosted connection on every port that can have some: the source's, the targets' and all others'. Each once. */
  lines: readonly Line[];
  /** From CONTROL. */
  guards: Guards;
  /** What is not final in the ledger, dry runs left out. */
  openRequests: readonly OpenRequest[];
  /** Who may move what, if a tenants file was given. */
  tenants?: readonly TenantRights[];
}

/** An interconnect or a LAG, as Direct Connect describes it. */
export interface Port {
  id: string;
  kind: 'interconnect' | 'lag';
  name?: string;
  /** `unknown` where Direct Connect says so, or nothing. */
  state: string;
  location?: string;
  /** awsDeviceV2, or awsDevice. */
  device?: string;
  logicalDevice?: string;
  /** The LAG that an interconnect is a member of. */
  memberOf?: string;
  /** False for a LAG that takes none; true for an interconnect. */
  allowsHostedConnections: boolean;
  /** Bandwidth of the interconnect, or of each link of a LAG, in Mbps. */
  linkMbps?: number;
  /** Of a LAG: its members, and the state of each. Absent where Direct Connect did not list them. */
  links?: readonly Link[];
  /** Of a LAG. */
  minimumLinks?: number;
  jumboFrameCapable?: boolean;
  macSecCapable?: boolean;
  /** Of a LAG: no_encrypt, should_encrypt or must_encrypt. */
  encryptionMode?: string;
  /** yes, no or unknown. */
  hasLogicalRedundancy?: string;
}

export interface Link {
  id: string;
  state: string;
}

/** A hosted connection and the port that it is listed on. */
export interface Line {
  connectionId: string;
  /** The port whose listing shows it. */
  parentConnectionId: string;
  name?: string;
  ownerAccount?: string;
  /** `unknown` where Direct Connect says so, or nothing. */
  state: string;
  location?: string;
  vlan?: number;
  mbps?: number;
  device?: string;
  logicalDevice?: string;
  jumboFrameCapable?: boolean;
  macSecCapable?: boolean;
  partnerInterconnectMacSecCapable?: boolean;
  portEncryptionStatus?: string;
  encryptionMode?: string;
  hasLogicalRedundancy?: string;
}

/** A request that may still move its line, or may have. */
export interface OpenRequest {
  connectionId: string;
  tenant: string;
  requestId: string;
  /** RECEIVED, CALLING or HELD. */
  state: string;
}

export type TenantRights = Pick<TenantEntry, 'name' | 'ownerAccounts' | 'parents' | 'closed'>;

/** A line from its record; undefined for a record without an id, which names none. */
export function toLine(parentConnectionId: string, record: ConnectionRecord): Line | undefined {
  const { connectionId, connectionName, connectionState, bandwidth, awsDevice, awsDeviceV2 } = record;
  if (connectionId === undefined) return undefined;
  return withoutUndefined({
    connectionId,
    parentConnectionId,
    name: connectionName,
    ownerAccount: record.ownerAccount,
    state: connectionState ?? 'unknown',
    location: record.location,
    vlan: record.vlan,
    mbps: toMbps(bandwidth),
    device: awsDeviceV2 ?? awsDevice,
    logicalDevice: record.awsLogicalDeviceId,
    jumboFrameCapable: record.jumboFrameCapable,
    macSecCapable: record.macSecCapable,
    partnerInterconnectMacSecCapable: record.partnerInterconnectMacSecCapable,
    portEncryptionStatus: record.portEncryptionStatus,
    encryptionMode: record.encryptionMode,
    hasLogicalRedundancy: record.hasLogicalRedundancy,
  });
}

/** The same type, as its optional fields are absent where they were undefined. */
function withoutUndefined(fields: { [K in keyof Line]: Line[K] | undefined }): Line {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as unknown as Line;
}

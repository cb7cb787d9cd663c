import type { Connection } from '@aws-sdk/client-direct-connect';
import type { ConnectionRecord } from '../contract/connection-record.ts';
import { cutRecord } from '../contract/cut-record.ts';
import { tellTime } from '../contract/time.ts';

/**
 * The documented fields of an API `Connection`, and no other: what a later API version adds stays out until the contract
 * names it, and a MACsec key's secretARN stays inside. Fields that are not there are left out.
 */
export function toConnectionRecord(connection: Connection): ConnectionRecord {
  const { loaIssueTime, tags, macSecKeys } = connection;
  const record = withoutUndefined({
    ownerAccount: connection.ownerAccount,
    connectionId: connection.connectionId,
    connectionName: connection.connectionName,
    connectionState: connection.connectionState,
    region: connection.region,
    location: connection.location,
    bandwidth: connection.bandwidth,
    vlan: connection.vlan,
    partnerName: connection.partnerName,
    // A time that cannot be written must not make the outcome of a call unclear.
    loaIssueTime: loaIssueTime && tellTime(loaIssueTime),
    lagId: connection.lagId,
    awsDevice: connection.awsDevice,
    jumboFrameCapable: connection.jumboFrameCapable,
    awsDeviceV2: connection.awsDeviceV2,
    awsLogicalDeviceId: connection.awsLogicalDeviceId,
    hasLogicalRedundancy: connection.hasLogicalRedundancy,
    tags: tags?.map(({ key, value }) => withoutUndefined({ key, value })),
    providerName: connection.providerName,
    macSecCapable: connection.macSecCapable,
    portEncryptionStatus: connection.portEncryptionStatus,
    encryptionMode: connection.encryptionMode,
    macSecKeys: macSecKeys?.map(({ ckn, state, startOn }) => withoutUndefined({ ckn, state, startOn })),
    partnerInterconnectMacSecCapable: connection.partnerInterconnectMacSecCapable,
  });
  return cutRecord(record);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/**
 * The connection record that consumers receive: `Connection` of the Direct Connect API (version 2012-10-25) under its
 * API names, with two exceptions: `loaIssueTime` is RFC 3339, and a MACsec key's `secretARN` stays inside.
 */
export interface ConnectionRecord {
  ownerAccount?: string;
  connectionId?: string;
  connectionName?: string;
  connectionState?: string;
  region?: string;
  location?: string;
  bandwidth?: string;
  vlan?: number;
  partnerName?: string;
  loaIssueTime?: string;
  lagId?: string;
  awsDevice?: string;
  jumboFrameCapable?: boolean;
  awsDeviceV2?: string;
  awsLogicalDeviceId?: string;
  hasLogicalRedundancy?: string;
  tags?: { key?: string; value?: string }[];
  providerName?: string;
  macSecCapable?: boolean;
  portEncryptionStatus?: string;
  encryptionMode?: string;
  macSecKeys?: { ckn?: string; state?: string; startOn?: string }[];
  partnerInterconnectMacSecCapable?: boolean;
}

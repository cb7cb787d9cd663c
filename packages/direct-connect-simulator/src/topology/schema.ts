import * as v from 'valibot';
import { faultSchema } from './fault-schema.ts';
import { afterMove } from './line-schema.ts';
import { settingsSchema } from './settings-schema.ts';
import {
  accountId,
  asn,
  connectionId,
  connectionState,
  count,
  encryptionMode,
  hostedBandwidth,
  lagId,
  logicalRedundancy,
  name,
  parentId,
  parentState,
  portBandwidth,
  tags,
  virtualInterfaceId,
  vlan,
} from './values.ts';

/** Fields that interconnects and LAGs share. `device` is the AWS endpoint; by default one per location. */
const port = {
  name: v.optional(name),
  location: name,
  state: v.optional(parentState, 'available'),
  device: v.optional(name),
  hasLogicalRedundancy: v.optional(logicalRedundancy, 'unknown'),
  macSecCapable: v.optional(v.boolean(), false),
  providerName: v.optional(name),
  tags: v.optional(tags, {}),
};

const interconnect = v.strictObject({
  id: connectionId,
  bandwidth: v.optional(portBandwidth, '10Gbps'),
  ...port,
});

const lag = v.strictObject({
  id: lagId,
  connectionsBandwidth: v.optional(portBandwidth, '10Gbps'),
  allowsHostedConnections: v.optional(v.boolean(), true),
  minimumLinks: v.optional(count(0, 4), 0),
  /** Interconnects that the LAG bundles. */
  members: v.optional(v.array(connectionId), []),
  ...port,
});

const macSec = v.strictObject({
  capable: v.optional(v.boolean(), true),
  portEncryptionStatus: v.optional(v.picklist(['Encryption Up', 'Encryption Down']), 'Encryption Up'),
  encryptionMode: v.optional(encryptionMode, 'should_encrypt'),
  keys: v.optional(
    v.array(
      v.strictObject({
        secretARN: name,
        ckn: name,
        state: v.optional(name, 'associated'),
        startOn: v.optional(name),
      }),
    ),
    [],
  ),
});

const hostedConnection = v.strictObject({
  id: connectionId,
  name: v.optional(name),
  parent: parentId,
  ownerAccount: accountId,
  vlan,
  bandwidth: v.optional(hostedBandwidth, '500Mbps'),
  state: v.optional(connectionState, 'available'),
  hasLogicalRedundancy: v.optional(logicalRedundancy, 'unknown'),
  jumboFrameCapable: v.optional(v.boolean(), true),
  loaIssueTime: v.optional(
    v.pipe(v.string(), v.isoTimestamp('expected a time such as 2024-05-01T12:00:00Z, in quotes')),
  ),
  providerName: v.optional(name),
  macSec: v.optional(macSec),
  /** Instead of the settings' own. */
  afterMove: v.optional(afterMove),
  tags: v.optional(tags, {}),
});

const cidr = v.pipe(
  v.string(),
  v.regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/, 'expected an address with its prefix length, e.g. 169.254.255.1/30'),
);

/** Direct Connect API reference, BGPPeer. */
const peer = v.strictObject({
  id: v.optional(v.pipe(v.string(), v.regex(/^dxpeer-[a-z0-9]+$/, 'expected an id such as dxpeer-fg1234ab'))),
  addressFamily: v.optional(v.picklist(['ipv4', 'ipv6']), 'ipv4'),
  amazonAddress: cidr,
  customerAddress: cidr,
  asn: v.optional(asn),
  state: v.optional(v.picklist(['verifying', 'pending', 'available', 'deleting', 'deleted']), 'available'),
  status: v.optional(v.picklist(['up', 'down', 'unknown']), 'up'),
});

/** Direct Connect API reference, VirtualInterface. */
const virtualInterface = v.strictObject({
  id: virtualInterfaceId,
  name: v.optional(name),
  connection: connectionId,
  /** By default the owner of the connection. */
  ownerAccount: v.optional(accountId),
  type: v.optional(v.picklist(['private', 'public', 'transit']), 'private'),
  /** By default the connection's; a hosted connection has no other. */
  vlan: v.optional(vlan),
  asn,
  amazonSideAsn: v.optional(asn, 64512),
  authKey: v.optional(name),
  mtu: v.optional(v.picklist([1500, 8500]), 1500),
  virtualGatewayId: v.optional(v.string(), ''),
  directConnectGatewayId: v.optional(name),
  state: v.optional(
    v.picklist([
      'confirming',
      'verifying',
      'pending',
      'available',
      'down',
      'testing',
      'deleting',
      'deleted',
      'rejected',
      'unknown',
    ]),
    'available',
  ),
  peers: v.pipe(v.array(peer), v.minLength(1, 'expected at least one peer')),
});

/** The whole file. Unknown keys are errors, so that a typo is not a silent default. */
export const topologySchema = v.strictObject({
  /** The partner's account: owner of all interconnects and LAGs, and the caller unless `callers` says otherwise. */
  account: accountId,
  region: v.optional(name, 'us-east-1'),
  partnerName: v.optional(name, 'Example Partner'),
  /** Access key id → account, for calls that are not the partner's. */
  callers: v.optional(v.record(name, accountId), {}),
  /** Access key ids that may read only: whatever changes something is denied. */
  readOnlyKeys: v.optional(v.array(name), []),
  interconnects: v.optional(v.array(interconnect), []),
  lags: v.optional(v.array(lag), []),
  hostedConnections: v.optional(v.array(hostedConnection), []),
  virtualInterfaces: v.optional(v.array(virtualInterface), []),
  settings: v.optional(settingsSchema, {}),
  /** Armed from the start. */
  faults: v.optional(v.array(faultSchema), []),
  /** Not the simulator's: handed on as it stands. */
  tenants: v.optional(v.unknown()),
});

export type Topology = v.InferOutput<typeof topologySchema>;
export type InterconnectDefinition = v.InferOutput<typeof interconnect>;
export type LagDefinition = v.InferOutput<typeof lag>;
export type HostedConnectionDefinition = v.InferOutput<typeof hostedConnection>;
export type VirtualInterfaceDefinition = v.InferOutput<typeof virtualInterface>;
export type PeerDefinition = v.InferOutput<typeof peer>;

/** A JSON value's kind: 'string', 'number', 'boolean', or 'array'. */
export type Kind = 'string' | 'number' | 'boolean' | 'array';
export type Shape = Readonly<Record<string, Kind>>;

function members(kind: Kind, ...names: readonly string[]): Shape {
  return Object.fromEntries(names.map((name) => [name, kind]));
}

/** Every documented member with its JSON kind. Direct Connect API reference, the data type of the same name. */
export const documented = {
  Connection: {
    ...members('string', 'ownerAccount', 'connectionId', 'connectionName', 'connectionState', 'region', 'location'),
    ...members('string', 'bandwidth', 'partnerName', 'lagId', 'awsDevice', 'awsDeviceV2', 'awsLogicalDeviceId'),
    ...members('string', 'hasLogicalRedundancy', 'providerName', 'portEncryptionStatus', 'encryptionMode'),
    ...members('number', 'vlan', 'loaIssueTime'),
    ...members('boolean', 'jumboFrameCapable', 'macSecCapable', 'partnerInterconnectMacSecCapable'),
    ...members('array', 'tags', 'macSecKeys'),
  },
  ConfirmConnectionResponse: members('string', 'connectionState'),
  Interconnect: {
    ...members('string', 'interconnectId', 'interconnectName', 'interconnectState', 'region', 'location', 'bandwidth'),
    ...members('string', 'lagId', 'awsDevice', 'awsDeviceV2', 'awsLogicalDeviceId', 'hasLogicalRedundancy'),
    ...members('string', 'providerName', 'portEncryptionStatus', 'encryptionMode'),
    ...members('number', 'loaIssueTime'),
    ...members('boolean', 'jumboFrameCapable', 'macSecCapable'),
    ...members('array', 'tags', 'macSecKeys'),
  },
  Lag: {
    ...members('string', 'connectionsBandwidth', 'lagId', 'ownerAccount', 'lagName', 'lagState', 'location', 'region'),
    ...members('string', 'awsDevice', 'awsDeviceV2', 'awsLogicalDeviceId', 'hasLogicalRedundancy', 'providerName'),
    ...members('string', 'encryptionMode'),
    ...members('number', 'numberOfConnections', 'minimumLinks'),
    ...members('boolean', 'allowsHostedConnections', 'jumboFrameCapable', 'macSecCapable'),
    ...members('array', 'connections', 'tags', 'macSecKeys'),
  },
  VirtualInterface: {
    ...members('string', 'ownerAccount', 'virtualInterfaceId', 'location', 'connectionId', 'virtualInterfaceType'),
    ...members('string', 'virtualInterfaceName', 'authKey', 'amazonAddress', 'customerAddress', 'addressFamily'),
    ...members('string', 'virtualInterfaceState', 'customerRouterConfig', 'virtualGatewayId', 'directConnectGatewayId'),
    ...members('string', 'region', 'awsDeviceV2', 'awsLogicalDeviceId'),
    ...members('number', 'vlan', 'asn', 'asnLong', 'amazonSideAsn', 'mtu'),
    ...members('boolean', 'jumboFrameCapable', 'siteLinkEnabled'),
    ...members('array', 'routeFilterPrefixes', 'bgpPeers', 'tags'),
  },
  BGPPeer: {
    ...members('string', 'bgpPeerId', 'authKey', 'addressFamily', 'amazonAddress', 'customerAddress', 'bgpPeerState'),
    ...members('string', 'bgpStatus', 'awsDeviceV2', 'awsLogicalDeviceId'),
    ...members('number', 'asn', 'asnLong'),
  },
} satisfies Record<string, Shape>;

/**
 * The members that AWS's published CLI examples show, by command: aws/aws-cli, awscli/examples/directconnect. Each
 * must be there; their kinds are in `documented`.
 */
export const cliExamples = {
  'associate-hosted-connection':
    'partnerName vlan ownerAccount connectionId lagId connectionState bandwidth location connectionName region',
  'allocate-hosted-connection':
    'partnerName vlan ownerAccount connectionId connectionState bandwidth location connectionName region',
  'confirm-connection': 'connectionState',
  'delete-connection': 'ownerAccount connectionId connectionState bandwidth location connectionName region',
  'associate-connection-with-lag':
    'ownerAccount connectionId lagId connectionState bandwidth location connectionName region',
  'disassociate-connection-from-lag':
    'ownerAccount connectionId connectionState bandwidth location connectionName region',
  'update-lag':
    'awsDevice numberOfConnections lagState ownerAccount lagName connections lagId minimumLinks connectionsBandwidth region location',
  'describe-hosted-connections':
    'partnerName vlan ownerAccount connectionId connectionState bandwidth location connectionName region',
  'describe-connections': 'ownerAccount connectionId connectionState bandwidth location connectionName region',
  'describe-interconnects': 'region bandwidth location interconnectName interconnectId interconnectState',
  'describe-lags':
    'awsDevice numberOfConnections lagState ownerAccount lagName connections lagId minimumLinks connectionsBandwidth region location',
  'describe-lags connections':
    'ownerAccount connectionId lagId connectionState bandwidth location connectionName region',
  'describe-virtual-interfaces':
    'virtualInterfaceState asn vlan customerAddress ownerAccount connectionId virtualGatewayId virtualInterfaceId authKey routeFilterPrefixes location customerRouterConfig amazonAddress virtualInterfaceType virtualInterfaceName',
  'associate-virtual-interface bgpPeers':
    'bgpStatus customerAddress addressFamily authKey bgpPeerState amazonAddress asn',
} as const;

import { client, noPublicText, type ServiceText } from './service-text.ts';

/** What stands against a hosted connection, its move, and its parent. */
export const connectionTexts = {
  transitioning: {
    ...client,
    origin: 'quoted',
    source: 'hashicorp/terraform-provider-aws, pull request 3212',
    text: (connectionId) => `Connection ${connectionId} is in a transitioning state.`,
  },
  hostedParentNotFound: {
    ...client,
    origin: 'quoted',
    source: 'hashicorp/terraform-provider-aws, issue 43499; assumed to be the same for a LAG',
    text: (account, id) => `${account} DescribeHostedConnections failed for connection ${id} doesn't exist.`,
  },
  notPartner: {
    ...client,
    origin: 'quoted',
    source: 'crossplane-contrib/provider-upjet-aws, issue 279',
    text: (account, region) => `Account ${account} is not an authorized Direct Connect partner in ${region}.`,
  },
  connectionNotFound: {
    ...client,
    origin: 'quoted',
    source:
      'the text that hashicorp/terraform-provider-aws matches for connections; which operations use it is assumed',
    text: (id) => `Could not find Connection with ID ${id}`,
  },
  invalidFormat: {
    ...client,
    origin: 'quoted',
    source: 'quoted for another operation; hashicorp/terraform-provider-aws, issue 9317, has it for an association id',
    text: (id) => `ConnectionID ${id} has an invalid format.`,
  },
  connectionState: {
    ...client,
    origin: 'invented',
    source: 'modelled on "ConfirmConnection failed. dxcon-… is in state requested", aws/aws-sdk-go, issue 2717',
    text: (id, state) => `AssociateHostedConnection failed. ${id} is in state ${state}`,
  },
  confirmState: {
    ...client,
    origin: 'quoted',
    source: 'aws/aws-sdk-go, issue 2717',
    text: (id, state) => `ConfirmConnection failed. ${id} is in state ${state}`,
  },
  deleteState: {
    ...client,
    origin: 'invented',
    source: 'modelled on "ConfirmConnection failed. dxcon-… is in state requested", aws/aws-sdk-go, issue 2717',
    text: (id, state) => `DeleteConnection failed. ${id} is in state ${state}`,
  },
  hasVirtualInterface: {
    ...client,
    origin: 'documented',
    source: 'Direct Connect User Guide, on deleting connections; the wording is ours',
    text: (id, virtualInterface) => `Connection ${id} cannot be deleted: ${virtualInterface} is attached to it.`,
  },
  vlanConflict: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id, vlan, parent, other) => `VLAN ${vlan} of ${id} conflicts with hosted connection ${other} on ${parent}.`,
  },
  vlanTaken: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (vlan, parent, other) => `VLAN ${vlan} on ${parent} is already that of hosted connection ${other}.`,
  },
  ipConflict: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id, address, parent, other) =>
      `IP address ${address} of ${id} conflicts with hosted connection ${other} on ${parent}.`,
  },
  notHosted: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id) => `Connection ${id} is not a hosted connection.`,
  },
  notParent: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id) => `Connection ${id} is not an interconnect.`,
  },
  parentState: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id, state) => `${id} cannot host connections in state ${state}.`,
  },
  sameParent: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id, parent) => `Connection ${id} is already associated with ${parent}.`,
  },
  crossLocation: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id, location) => `Connection ${id} cannot be moved to another location (${location}).`,
  },
  crossDevice: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id, device) => `Connection ${id} cannot be moved to another device (${device}).`,
  },
  capacity: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id, most) => `${id} has reached its limit of ${most} hosted connections.`,
  },
  bandwidth: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id, capacity, needed) => `The capacity of ${id} is ${capacity} Mbps, and ${needed} Mbps would be allocated.`,
  },
} satisfies Record<string, ServiceText>;

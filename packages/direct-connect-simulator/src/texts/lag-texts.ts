import { client, noPublicText, type ServiceText } from './service-text.ts';

/** What stands against a LAG, its members and what it hosts. */
export const lagTexts = {
  joinState: {
    ...client,
    origin: 'invented',
    source: 'modelled on "ConfirmConnection failed. dxcon-… is in state requested", aws/aws-sdk-go, issue 2717',
    text: (id, state) => `AssociateConnectionWithLag failed. ${id} is in state ${state}`,
  },
  updateState: {
    ...client,
    origin: 'invented',
    source: 'modelled on "ConfirmConnection failed. dxcon-… is in state requested", aws/aws-sdk-go, issue 2717',
    text: (id, state) => `UpdateLag failed. ${id} is in state ${state}`,
  },
  noSuchConnection: {
    ...client,
    origin: 'quoted',
    source: 'the text that hashicorp/terraform-provider-aws matches for DisassociateConnectionFromLag',
    text: () => 'Connection does not exist',
  },
  noSuchLag: {
    ...client,
    origin: 'quoted',
    source: 'the text that hashicorp/terraform-provider-aws matches for DisassociateConnectionFromLag',
    text: () => 'Lag does not exist',
  },
  notMember: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id, lagId) => `Connection ${id} is not associated with ${lagId}.`,
  },
  notDedicated: {
    ...client,
    origin: 'documented',
    source: 'Direct Connect User Guide, on LAGs: all connections must be dedicated ones; the wording is ours',
    text: (id) => `Connection ${id} is not a dedicated connection.`,
  },
  lagDevice: {
    ...client,
    origin: 'documented',
    source: 'Direct Connect API reference, AssociateConnectionWithLag; the wording is ours',
    text: (id, device, lagId, other) => `Connection ${id} is on ${device}, and ${lagId} on ${other}.`,
  },
  lagBandwidth: {
    ...client,
    origin: 'documented',
    source: 'Direct Connect API reference, AssociateConnectionWithLag; the wording is ours',
    text: (id, bandwidth, lagId, other) => `Connection ${id} has ${bandwidth}, and ${lagId} takes ${other}.`,
  },
  lagIsFull: {
    ...client,
    origin: 'documented',
    source: 'Direct Connect User Guide, on LAGs; the wording is ours',
    text: (id, most) => `Lag ${id} has ${most} connections already.`,
  },
  belowMinimumLinks: {
    ...client,
    origin: 'documented',
    source:
      'Direct Connect API reference, AssociateConnectionWithLag and DisassociateConnectionFromLag; the wording is ours',
    text: (id, lagId, links) => `Without ${id}, ${lagId} would fall below its minimum of ${links} links.`,
  },
  notMacSecCapable: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id) => `Lag ${id} does not support MACsec.`,
  },
  lagMember: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id, lagId) => `Interconnect ${id} is a member of ${lagId} and cannot host connections of its own.`,
  },
  lagHostsNothing: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (id) => `Lag ${id} does not allow hosted connections.`,
  },
  lagNotFound: {
    ...client,
    origin: 'quoted',
    source: 'the text that hashicorp/terraform-provider-aws matches for LAGs; which operations use it is assumed',
    text: (id) => `Could not find Lag with ID ${id}`,
  },
} satisfies Record<string, ServiceText>;

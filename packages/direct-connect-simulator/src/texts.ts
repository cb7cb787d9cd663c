import { ServiceError, type TextOrigin } from './service-error.ts';

/** A message that this simulator answers with. */
export interface ServiceText {
  readonly origin: TextOrigin;
  /** Where the wording, or the error, was seen. */
  readonly source: string;
  readonly type: string;
  readonly status: number;
  readonly text: (...args: readonly (string | number)[]) => string;
}

// Direct Connect API reference, AssociateHostedConnection: DirectConnectClientException, "One or more parameters are
// not valid", is the only modelled client error, and the quoted ones all came with HTTP 400.
const client = { type: 'DirectConnectClientException', status: 400 };

const noPublicText = 'no public text is known';

/** Every message in one place. */
const texts = {
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
  lagNotFound: {
    ...client,
    origin: 'quoted',
    source: 'the text that hashicorp/terraform-provider-aws matches for LAGs; which operations use it is assumed',
    text: (id) => `Could not find Lag with ID ${id}`,
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
  missingParameter: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (name) => `Missing required parameter ${name}.`,
  },
  invalidParameter: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (name, expected) => `Invalid value for parameter ${name}: expected ${expected}.`,
  },
  invalidToken: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: () => 'The nextToken is not valid for this request.',
  },
  duplicateTagKeys: {
    type: 'DuplicateTagKeysException',
    status: 400,
    origin: 'documented',
    source: 'Direct Connect API reference, AllocateHostedConnection, Errors',
    text: () => 'A tag key was specified more than once.',
  },
  tooManyTags: {
    type: 'TooManyTagsException',
    status: 400,
    origin: 'documented',
    source: 'Direct Connect API reference, AllocateHostedConnection, Errors',
    text: () => 'You have reached the limit on the number of tags that can be assigned.',
  },
  serverException: {
    type: 'DirectConnectServerException',
    status: 500,
    origin: 'documented',
    source: 'Direct Connect API reference, AssociateHostedConnection, Errors',
    text: () => 'A server-side error occurred.',
  },
  throttled: {
    type: 'ThrottlingException',
    status: 400,
    origin: 'documented',
    source: 'Direct Connect API reference, Common Errors; "Rate exceeded" is what other AWS services say',
    text: () => 'Rate exceeded',
  },
  accessDenied: {
    type: 'AccessDeniedException',
    status: 400,
    origin: 'documented',
    source: 'Direct Connect API reference, Common Errors',
    text: (account, operation) =>
      `Account ${account} is not authorized to perform: directconnect:${operation} because no identity-based policy allows the action`,
  },
  unavailable: {
    type: 'ServiceUnavailable',
    status: 503,
    origin: 'documented',
    source: 'Direct Connect API reference, Common Errors',
    text: () => 'The request has failed due to a temporary failure of the server.',
  },
  unknownOperation: {
    type: 'InvalidAction',
    status: 400,
    origin: 'documented',
    source: 'Direct Connect API reference, Common Errors',
    text: (operation) => `The action ${operation} is not valid for this web service.`,
  },
  missingAuthentication: {
    type: 'MissingAuthenticationToken',
    status: 403,
    origin: 'documented',
    source: 'the Common Errors page of AWS API references',
    text: () => 'Missing Authentication Token',
  },
  malformedCredential: {
    type: 'IncompleteSignature',
    status: 400,
    origin: 'documented',
    source: 'the Common Errors page of AWS API references; the wording is what other AWS services say',
    text: () => 'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term',
  },
  wrongScope: {
    type: 'InvalidSignatureException',
    status: 400,
    origin: 'invented',
    source:
      'name, status and wording are those of DynamoDB, as comments in mhart/dynalite quote it; assumed to be alike',
    text: (faults) => `${faults}`,
  },
  notJson: {
    type: 'SerializationException',
    status: 400,
    origin: 'invented',
    source: 'AWS JSON services answer so; not documented for Direct Connect',
    text: () => 'The request body is not a JSON object.',
  },
  internal: {
    type: 'InternalFailure',
    status: 500,
    origin: 'documented',
    source: 'Direct Connect API reference, Common Errors',
    text: (detail) => `The simulator itself failed, this is not a simulated answer: ${detail}`,
  },
} satisfies Record<string, ServiceText>;

export type TextName = keyof typeof texts;

/** The error that answers with one of the texts. */
export function serviceError(name: TextName, ...args: readonly (string | number)[]): ServiceError {
  const entry: ServiceText = texts[name];
  return new ServiceError(entry.type, entry.status, entry.text(...args), entry.origin);
}

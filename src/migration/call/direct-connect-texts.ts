import type { ReasonCode } from '../../contract/reason.ts';

/*
 * Each pattern has a comment that says for which operations of the real service its text was quoted, and where; or that
 * it is a guess, because no public text is known. terraform-provider-aws is
 * https://github.com/hashicorp/terraform-provider-aws.
 */

/** What is asked of a parent. */
export type ParentQuestion = 'DescribeHostedConnections' | 'DescribeInterconnects' | 'DescribeLags';

/**
 * The texts of DirectConnectClientException that say that what was asked for does not exist. Each is the whole text up
 * to the id, which it captures: a text that names another id, or none, proves nothing about the parent. Letter case
 * counts: a text that has changed is one that no one has seen.
 *
 * Left out on purpose: "The specified Connection ID is not available" (quoted for CreatePrivateVirtualInterface on
 * connections that exist and are not `available` yet), "ConnectionID … has an invalid format." (says nothing about
 * existence; quoted in https://github.com/hashicorp/terraform-provider-aws/issues/9317 of an association's id),
 * "Connection does not exist" and "Lag does not exist" (name no id), "Could not find Interconnect with ID" (never quoted).
 */
export const NO_SUCH_PARENT: readonly {
  readonly pattern: RegExp;
  /**
   * What it is taken from. Beyond those that it was quoted for this is an assumption: its words and its id leave no
   * other sense.
   */
  readonly takenFrom: readonly ParentQuestion[];
}[] = [
  {
    // Quoted for DescribeHostedConnections (terraform-provider-aws, issue 43499), of a hosted connection that did
    // exist and was asked for as if it were a parent.
    pattern: /^(?:\d{12} )?DescribeHostedConnections failed for connection ([a-z0-9-]+) doesn't exist\.?$/,
    takenFrom: ['DescribeHostedConnections'],
  },
  {
    // Quoted for DescribeLags and DeleteLag (terraform-provider-aws, internal/service/directconnect/lag.go).
    pattern: /^Could not find Lag with ID ([a-z0-9-]+)\.?$/,
    takenFrom: ['DescribeLags', 'DescribeHostedConnections'],
  },
  {
    // Quoted for DescribeConnections and DeleteConnection (terraform-provider-aws,
    // internal/service/directconnect/connection.go).
    pattern: /^Could not find Connection with ID ([a-z0-9-]+)\.?$/,
    takenFrom: ['DescribeInterconnects', 'DescribeHostedConnections'],
  },
];

/** Who a text has to be about before it means anything. */
export type Subject = 'connectionId' | 'parentConnectionId';

/**
 * The texts of DirectConnectClientException as an answer to AssociateHostedConnection, first match wins. They only name
 * an outcome for the reader: that nothing moved follows from the error's name and status. None of them was quoted for
 * this very operation. With `about`, the pattern captures an id, and the row counts only if that is the id of the call.
 */
export const REFUSALS: readonly {
  readonly pattern: RegExp;
  readonly about?: Subject;
  readonly means: ReasonCode | 'transitioning' | 'denied' | 'throttled';
}[] = [
  // Quoted for DisassociateConnectionFromLag (terraform-provider-aws, pull request 3212).
  { pattern: /is in a transitioning state/i, means: 'transitioning' },
  // Quoted for AllocateHostedConnection (https://github.com/crossplane-contrib/provider-upjet-aws/issues/279).
  { pattern: /is not an authorized Direct Connect partner/i, means: 'denied' },
  // A guess.
  { pattern: /^Rate exceeded/i, means: 'throttled' },
  {
    // Quoted for ConfirmConnection (https://github.com/aws/aws-sdk-go/issues/2717).
    pattern: /(?:^|\s)(dx[a-z]+-[a-z0-9]+) is in state\b/i,
    about: 'connectionId',
    means: 'CONNECTION_STATE',
  },
  {
    // Quoted as in NO_SUCH_PARENT.
    pattern: /Could not find (?:Lag|Connection) with ID (dx[a-z]+-[a-z0-9]+)/i,
    about: 'parentConnectionId',
    means: 'PARENT_NOT_FOUND',
  },
  // All below are guesses.
  { pattern: /cannot host|does not allow hosted/i, means: 'PARENT_CANNOT_HOST' },
  { pattern: /\bvlan\b.*\b(?:conflict|in use|taken|already|exists|duplicate)/i, means: 'VLAN_CONFLICT' },
  {
    pattern:
      /\b(?:ip address|CIDR)\b.*\b(?:conflict|overlap|in use|already)|\b(?:conflict|overlap).*\b(?:ip address|CIDR)\b/i,
    means: 'IP_CONFLICT',
  },
  {
    pattern: /\bcapacity\b|\b(?:limit|maximum|exceeds)\b.*\b(?:hosted connections|bandwidth)\b/i,
    means: 'PARENT_CAPACITY',
  },
];

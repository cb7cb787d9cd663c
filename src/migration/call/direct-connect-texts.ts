import type { ReasonCode } from '../../contract/reason.ts';

/**
 * Where a text is known from. `quoted`: from the real service, for the operations in `quotedFor`. `guessed`: no public
 * text is known.
 */
type Origin =
  | { readonly origin: 'quoted'; readonly source: string; readonly quotedFor: readonly string[] }
  | { readonly origin: 'guessed' };

/** What is asked of a parent. */
export type ParentQuestion = 'DescribeHostedConnections' | 'DescribeInterconnects' | 'DescribeLags';

const PROVIDER = 'https://github.com/hashicorp/terraform-provider-aws';

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
export const NO_SUCH_PARENT: readonly ({
  readonly pattern: RegExp;
  /** What it is taken from. Beyond those of `quotedFor` this is an assumption: its words and its id leave no other sense. */
  readonly takenFrom: readonly ParentQuestion[];
} & Origin)[] = [
  {
    // Quoted of a hosted connection that did exist and was asked for as if it were a parent.
    pattern: /^(?:\d{12} )?DescribeHostedConnections failed for connection ([a-z0-9-]+) doesn't exist\.?$/,
    takenFrom: ['DescribeHostedConnections'],
    origin: 'quoted',
    source: `${PROVIDER}/issues/43499`,
    quotedFor: ['DescribeHostedConnections'],
  },
  {
    pattern: /^Could not find Lag with ID ([a-z0-9-]+)\.?$/,
    takenFrom: ['DescribeLags', 'DescribeHostedConnections'],
    origin: 'quoted',
    source: `${PROVIDER}/blob/main/internal/service/directconnect/lag.go`,
    quotedFor: ['DescribeLags', 'DeleteLag'],
  },
  {
    pattern: /^Could not find Connection with ID ([a-z0-9-]+)\.?$/,
    takenFrom: ['DescribeInterconnects', 'DescribeHostedConnections'],
    origin: 'quoted',
    source: `${PROVIDER}/blob/main/internal/service/directconnect/connection.go`,
    quotedFor: ['DescribeConnections', 'DeleteConnection'],
  },
];

/** Who a text has to be about before it means anything. */
export type Subject = 'connectionId' | 'parentConnectionId';

/**
 * The texts of DirectConnectClientException as an answer to AssociateHostedConnection, first match wins. They only name
 * an outcome for the reader: that nothing moved follows from the error's name and status. None of them was quoted for
 * this very operation. With `about`, the pattern captures an id, and the row counts only if that is the id of the call.
 */
export const REFUSALS: readonly ({
  readonly pattern: RegExp;
  readonly about?: Subject;
  readonly means: ReasonCode | 'transitioning' | 'denied' | 'throttled';
} & Origin)[] = [
  {
    pattern: /is in a transitioning state/i,
    means: 'transitioning',
    origin: 'quoted',
    source: `${PROVIDER}/pull/3212`,
    quotedFor: ['DisassociateConnectionFromLag'],
  },
  {
    pattern: /is not an authorized Direct Connect partner/i,
    means: 'denied',
    origin: 'quoted',
    source: 'https://github.com/crossplane-contrib/provider-upjet-aws/issues/279',
    quotedFor: ['AllocateHostedConnection'],
  },
  { pattern: /^Rate exceeded/i, means: 'throttled', origin: 'guessed' },
  {
    pattern: /(?:^|\s)(dx[a-z]+-[a-z0-9]+) is in state \w+/i,
    about: 'connectionId',
    means: 'CONNECTION_STATE',
    origin: 'quoted',
    source: 'https://github.com/aws/aws-sdk-go/issues/2717',
    quotedFor: ['ConfirmConnection'],
  },
  {
    pattern: /Could not find (?:Lag|Connection) with ID (dx[a-z]+-[a-z0-9]+)/i,
    about: 'parentConnectionId',
    means: 'PARENT_NOT_FOUND',
    origin: 'quoted',
    source: `${PROVIDER}/blob/main/internal/service/directconnect/lag.go`,
    quotedFor: ['DescribeLags', 'DeleteLag', 'DescribeConnections', 'DeleteConnection'],
  },
  { pattern: /cannot host|does not allow hosted/i, means: 'PARENT_CANNOT_HOST', origin: 'guessed' },
  {
    pattern: /\bvlan\b.*\b(?:conflict|in use|taken|already|exists|duplicate)/i,
    means: 'VLAN_CONFLICT',
    origin: 'guessed',
  },
  {
    pattern:
      /\b(?:ip address|CIDR)\b.*\b(?:conflict|overlap|in use|already)|\b(?:conflict|overlap).*\b(?:ip address|CIDR)\b/i,
    means: 'IP_CONFLICT',
    origin: 'guessed',
  },
  {
    pattern: /\bcapacity\b|\b(?:limit|maximum|exceeds)\b.*\b(?:hosted connections|bandwidth)\b/i,
    means: 'PARENT_CAPACITY',
    origin: 'guessed',
  },
];

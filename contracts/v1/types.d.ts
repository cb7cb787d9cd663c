/**
 * Types of dx-migrator's contract, version 1, for those who do not want the package: generated from the same source as
 * the JSON Schemas. Fields that a later release adds are not in them; do not refuse what they do not name.
 */

/**
 * Every message of the contract.
 */
export type Message =
  | MigrationRequest
  | HostedConnectionMigrated
  | HostedConnectionMigrationFailed
  | HostedConnectionMigrationRejected
  | HostedConnectionMigrationHeld
  | HostedConnectionMigrationPlanned;

export interface MigrationRequest {
  /**
   * Version of this contract.
   */
  schemaVersion: '1';
  /**
   * Chosen by the order system, the same on every resend: the idempotency key within one tenant.
   */
  requestId: string;
  /**
   * The hosted connection to move.
   */
  connectionId: string;
  /**
   * The interconnect or LAG that the connection is on now. If it is elsewhere, other than on the target already, the request is rejected. May equal parentConnectionId: then the request withdraws an earlier one.
   */
  expectedParentConnectionId: string;
  /**
   * The interconnect or LAG that it shall be on afterwards.
   */
  parentConnectionId: string;
  /**
   * When the order was given, to the nanosecond; orders the requests for one connection. At most 5 minutes after the message is sent; more than 5 seconds after it, the order counts as given when the message was sent.
   */
  requestedAt: string;
  /**
   * The VLAN that the connection must carry now.
   */
  expectedVlan?: number;
  /**
   * Start of the change window: nothing is called before it.
   */
  notBefore?: string;
  /**
   * End of the change window: nothing is called after it. Not before notBefore.
   */
  notAfter?: string;
  /**
   * Check everything, move nothing; answered at once. Has a requestId of its own.
   */
  dryRun?: boolean;
  /**
   * The connection's redundancy group, of its owner's choice: no two connections of one owner account in one group are down at a time, and two in different groups may be.
   */
  redundancyGroup?: string;
  /**
   * Copied to every event; the requestId if absent.
   */
  correlationId?: string;
  /**
   * Copied to every event.
   */
  orderId?: string;
  /**
   * Copied to every event.
   */
  requestedBy?: string;
  /**
   * Copied to every event.
   */
  note?: string;
  /**
   * Copied to every event, never interpreted.
   */
  labels?: {
    [k: string]: string;
  };
}
/**
 * The connection is on the requested parent: moved now, found to be moved by an earlier unclear call, or there already. Final.
 */
export interface HostedConnectionMigrated {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator';
  'detail-type': 'Hosted Connection Migrated';
  /**
   * The account that the service runs in.
   */
  account: string;
  /**
   * The Region that the service runs in.
   */
  region: string;
  /**
   * When it was published; a republication has another.
   */
  time: string;
  detail: {
    metadata: EventMetadata;
    data: {
      outcome: 'MIGRATED';
      /**
       * The order system.
       */
      tenant: string;
      request: NormalizedRequest;
      /**
       * Where the connection was before the call.
       */
      previousParentConnectionId: string;
      /**
       * Where the connection is, as far as is known.
       */
      parentConnectionId: string;
      connection: ConnectionRecord;
      /**
       * Calls made or possibly made.
       */
      attempts: number;
      /**
       * When the last call began. null without one.
       */
      startedAt: string | null;
      /**
       * When the last call was answered; null if it never was.
       */
      finishedAt: string | null;
      /**
       * Direct Connect's id of the last call; null where there is none.
       */
      awsRequestId: string | null;
      reason: null;
      /**
       * moved: by the answered call. observed: an observation showed that an unclear call had moved it. alreadyThere: it was there before any call.
       */
      disposition: 'moved' | 'observed' | 'alreadyThere';
      /**
       * When an observation showed it, with the dispositions observed and alreadyThere.
       */
      observedAt?: string;
    };
  };
}
export interface EventMetadata {
  /**
   * The same on every republication of one outcome: drop repeats by it.
   */
  eventId: string;
  schemaVersion: '1';
  /**
   * When the outcome was recorded; the same on every republication.
   */
  occurredAt: string;
  service: 'dx-migrator';
  /**
   * The version of the service that published it.
   */
  serviceVersion: string;
  /**
   * null where no request could be read.
   */
  correlationId: string | null;
  /**
   * SQS message id of the request's first delivery.
   */
  causationId: string;
  /**
   * W3C trace context, if the request carried one.
   */
  traceparent?: string;
}
/**
 * The request as understood and normalised.
 */
export interface NormalizedRequest {
  schemaVersion: '1';
  /**
   * The idempotency key, chosen by the order system.
   */
  requestId: string;
  /**
   * The hosted connection to move.
   */
  connectionId: string;
  /**
   * Where it was to be before.
   */
  expectedParentConnectionId: string;
  /**
   * Where it shall be afterwards.
   */
  parentConnectionId: string;
  /**
   * When the order was given, as the request says, to the nanosecond. Compare as times, not as texts.
   */
  requestedAt: string;
  /**
   * The VLAN that it had to carry.
   */
  expectedVlan?: number;
  /**
   * Start of the change window.
   */
  notBefore?: string;
  /**
   * End of the change window.
   */
  notAfter?: string;
  /**
   * Whether it was a question only.
   */
  dryRun: boolean;
  /**
   * The correlationId, or the requestId if the request had none.
   */
  correlationId: string;
  /**
   * As in the request.
   */
  orderId?: string;
  /**
   * As in the request.
   */
  requestedBy?: string;
  /**
   * As in the request.
   */
  note?: string;
  /**
   * As in the request.
   */
  labels?: {
    [k: string]: string;
  };
}
/**
 * The connection as Direct Connect describes it, under its API names.
 */
export interface ConnectionRecord {
  /**
   * The account that the connection belongs to: the customer.
   */
  ownerAccount?: string;
  /**
   * dxcon- id of the hosted connection.
   */
  connectionId?: string;
  /**
   * Its name.
   */
  connectionName?: string;
  /**
   * ordering, requested, pending, available, down, deleting, deleted, rejected or unknown.
   */
  connectionState?: string;
  /**
   * The Region that it is in.
   */
  region?: string;
  /**
   * The Direct Connect location.
   */
  location?: string;
  /**
   * Such as 1Gbps.
   */
  bandwidth?: string;
  /**
   * Its VLAN; a move does not change it.
   */
  vlan?: number;
  /**
   * The partner that it comes from.
   */
  partnerName?: string;
  /**
   * When the letter of authorisation was last issued.
   */
  loaIssueTime?: string;
  /**
   * The LAG that it is on, if it is on one.
   */
  lagId?: string;
  /**
   * The device, by its older name.
   */
  awsDevice?: string;
  /**
   * Whether it takes jumbo frames.
   */
  jumboFrameCapable?: boolean;
  /**
   * The device that it ends on.
   */
  awsDeviceV2?: string;
  /**
   * The logical device that it ends on.
   */
  awsLogicalDeviceId?: string;
  /**
   * yes, no or unknown.
   */
  hasLogicalRedundancy?: string;
  /**
   * Its tags, as far as they are shown.
   */
  tags?: {
    key?: string;
    value?: string;
  }[];
  /**
   * The provider of the line.
   */
  providerName?: string;
  /**
   * Whether it can do MACsec.
   */
  macSecCapable?: boolean;
  /**
   * Whether MACsec is up.
   */
  portEncryptionStatus?: string;
  /**
   * no_encrypt, should_encrypt or must_encrypt.
   */
  encryptionMode?: string;
  /**
   * Its MACsec keys, without their secrets.
   */
  macSecKeys?: {
    /**
     * Name of the key (Connection Key Name).
     */
    ckn?: string;
    /**
     * State of its association with the connection.
     */
    state?: string;
    /**
     * From when on it is used.
     */
    startOn?: string;
  }[];
  /**
   * Whether the interconnect can do MACsec.
   */
  partnerInterconnectMacSecCapable?: boolean;
}
/**
 * Direct Connect refused the call, or a person found that a held request did not move. Final.
 */
export interface HostedConnectionMigrationFailed {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator';
  'detail-type': 'Hosted Connection Migration Failed';
  /**
   * The account that the service runs in.
   */
  account: string;
  /**
   * The Region that the service runs in.
   */
  region: string;
  /**
   * When it was published; a republication has another.
   */
  time: string;
  detail: {
    metadata: EventMetadata;
    data: {
      outcome: 'FAILED';
      /**
       * The order system.
       */
      tenant: string;
      request: NormalizedRequest;
      /**
       * Where the connection was before the call.
       */
      previousParentConnectionId: string;
      /**
       * Where the connection is, as far as is known. null where a person decided and no observation showed it.
       */
      parentConnectionId: string | null;
      connection: ConnectionRecord;
      /**
       * Calls made or possibly made.
       */
      attempts: number;
      /**
       * When the last call began.
       */
      startedAt: string;
      /**
       * When the last call was answered; null if it never was.
       */
      finishedAt: string | null;
      /**
       * Direct Connect's id of the last call; null where there is none.
       */
      awsRequestId: string | null;
      reason: Reason;
    };
  };
}
/**
 * Why the outcome is not MIGRATED.
 */
export interface Reason {
  /**
   * For programs; the contract says what each means.
   */
  code:
    | 'INVALID_REQUEST'
    | 'UNKNOWN_SENDER'
    | 'NOT_PERMITTED'
    | 'CONFLICTING_REQUEST'
    | 'SUPERSEDED'
    | 'EXPIRED'
    | 'UNEXPECTED_PARENT'
    | 'UNEXPECTED_VLAN'
    | 'PARENT_NOT_FOUND'
    | 'PARENT_CANNOT_HOST'
    | 'CONNECTION_STATE'
    | 'VLAN_CONFLICT'
    | 'IP_CONFLICT'
    | 'PARENT_CAPACITY'
    | 'DIRECT_CONNECT_REFUSED'
    | 'OUTCOME_UNKNOWN'
    | 'RESOLVED_NOT_MOVED';
  /**
   * For people.
   */
  message: string;
  /**
   * The error as Direct Connect named it; null without a call, and where no answer named one.
   */
  awsError: string | null;
}
/**
 * Nothing was moved, and no call has an open outcome. Final.
 */
export interface HostedConnectionMigrationRejected {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator';
  'detail-type': 'Hosted Connection Migration Rejected';
  /**
   * The account that the service runs in.
   */
  account: string;
  /**
   * The Region that the service runs in.
   */
  region: string;
  /**
   * When it was published; a republication has another.
   */
  time: string;
  detail: {
    metadata: EventMetadata;
    data: {
      outcome: 'REJECTED';
      /**
       * The order system; null if it is not known, or no request could be read.
       */
      tenant: string | null;
      /**
       * null if it was invalid or the sender is unknown.
       */
      request: NormalizedRequest | null;
      /**
       * Where the connection was before the call. null where nothing was looked up.
       */
      previousParentConnectionId: string | null;
      /**
       * Where the connection is, as far as is known. null where nothing was looked up.
       */
      parentConnectionId: string | null;
      /**
       * null where the sender has no right to it, or nothing was looked up.
       */
      connection: ConnectionRecord | null;
      /**
       * Calls made or possibly made.
       */
      attempts: number;
      /**
       * When the last call began. null without one.
       */
      startedAt: string | null;
      /**
       * When the last call was answered; null if it never was.
       */
      finishedAt: string | null;
      /**
       * Direct Connect's id of the last call; null where there is none.
       */
      awsRequestId: string | null;
      reason: Reason;
    };
  };
}
/**
 * A call was or may have been made, its outcome is unknown and could not be observed; a person decides. A final outcome overrides it, in whatever order the two arrive.
 */
export interface HostedConnectionMigrationHeld {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator';
  'detail-type': 'Hosted Connection Migration Held';
  /**
   * The account that the service runs in.
   */
  account: string;
  /**
   * The Region that the service runs in.
   */
  region: string;
  /**
   * When it was published; a republication has another.
   */
  time: string;
  detail: {
    metadata: EventMetadata;
    data: {
      outcome: 'HELD';
      /**
       * The order system.
       */
      tenant: string;
      request: NormalizedRequest;
      /**
       * Where the connection was before the call.
       */
      previousParentConnectionId: string;
      /**
       * Not known.
       */
      parentConnectionId: null;
      connection: ConnectionRecord;
      /**
       * Calls made or possibly made.
       */
      attempts: number;
      /**
       * When the last call began.
       */
      startedAt: string;
      /**
       * When the last call was answered; null if it never was.
       */
      finishedAt: string | null;
      /**
       * Direct Connect's id of the last call; null where there is none.
       */
      awsRequestId: string | null;
      reason: Reason;
    };
  };
}
/**
 * Answer to a dry run. Final.
 */
export interface HostedConnectionMigrationPlanned {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator';
  'detail-type': 'Hosted Connection Migration Planned';
  /**
   * The account that the service runs in.
   */
  account: string;
  /**
   * The Region that the service runs in.
   */
  region: string;
  /**
   * When it was published; a republication has another.
   */
  time: string;
  detail: {
    metadata: EventMetadata;
    data: {
      outcome: 'PLANNED';
      /**
       * The order system.
       */
      tenant: string;
      request: NormalizedRequest;
      /**
       * Where the connection was before the call. null where nothing was looked up.
       */
      previousParentConnectionId: string | null;
      /**
       * Where the connection is, as far as is known. null where nothing was looked up.
       */
      parentConnectionId: string | null;
      /**
       * null where the sender has no right to it, or nothing was looked up.
       */
      connection: ConnectionRecord | null;
      /**
       * Calls made or possibly made.
       */
      attempts: number;
      startedAt: null;
      finishedAt: null;
      awsRequestId: null;
      /**
       * Why the move would be refused now; null if it would not be.
       */
      reason: Reason | null;
    };
  };
}

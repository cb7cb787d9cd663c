/**
 * Types of dx-migrator's events about operations, version 1, for those who do not want the package: generated from the same source as
 * the JSON Schemas. Fields that a later release adds are not in them; do not refuse what they do not name.
 */

/**
 * Every message of the contract.
 */
export type Message = HostedConnectionMigrationVerified | ParentCordoned | GroupReleased;

/**
 * What Direct Connect showed of a connection after a request had moved it. It changes nothing about the outcome: that is Hosted Connection Migrated, and final.
 */
export interface HostedConnectionMigrationVerified {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Hosted Connection Migration Verified';
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
    metadata: VerifiedMetadata;
    data: {
      /**
       * HEALTHY: listed on the target and not on the source, with nothing worse than before, at every look of the soak. UNHEALTHY: not so in time, or no longer; not final. UNKNOWN: it could not be looked at in time; not final. OVERTAKEN: a later request has moved the connection. GONE: listed nowhere, or deleted. MOVED_AWAY: on another parent, to which no request has moved it.
       */
      verdict: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN' | 'OVERTAKEN' | 'GONE' | 'MOVED_AWAY';
      /**
       * The order system.
       */
      tenant: string;
      /**
       * The request that moved the connection.
       */
      requestId: string;
      /**
       * The hosted connection that was moved.
       */
      connectionId: string;
      /**
       * What was not as it should be at the last look that was not good; empty with HEALTHY.
       */
      failings: (
        | 'NOT_ON_TARGET'
        | 'ON_SOURCE'
        | 'VLAN'
        | 'OWNER'
        | 'BANDWIDTH'
        | 'STATE'
        | 'JUMBO_FRAMES'
        | 'MACSEC'
        | 'REDUNDANCY'
        | 'NOT_LOOKED_AT'
      )[];
      before: Place;
      /**
       * As it was seen last; null if it was seen nowhere.
       */
      after: Place | null;
      /**
       * When the move's outcome was recorded.
       */
      movedAt: string;
      /**
       * Conclusive looks made.
       */
      looks: number;
      /**
       * The last look that was not good; null if there was none.
       */
      lastBadAt: string | null;
      /**
       * The first good look of the last run of good ones; null if there was none. An upper bound: the line was as it should be then, and may have been so before. Before lastBadAt, that run is over.
       */
      firstGoodAt: string | null;
      /**
       * For how long before firstGoodAt, at most, the line may have been good already: since the move, or since what the last look that was not good can have shown. Null with firstGoodAt. Neither is the time of the interruption.
       */
      resolutionSeconds: number | null;
      /**
       * The look that the verdict rests on; null if it rests on none.
       */
      observedAt: string | null;
    };
  };
}
export interface VerifiedMetadata {
  /**
   * The same on every republication of one verdict: drop repeats by it.
   */
  eventId: string;
  schemaVersion: '1';
  /**
   * When the verdict was recorded; the same on every republication.
   */
  occurredAt: string;
  service: 'dx-migrator';
  /**
   * The version of the service that published it.
   */
  serviceVersion: string;
  /**
   * The correlationId of the request, or its requestId if it had none.
   */
  correlationId: string;
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
 * Where the connection was seen, and its record there.
 */
export interface Place {
  /**
   * The interconnect or LAG that it was listed on.
   */
  parentConnectionId: string;
  connection: ConnectionRecord;
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
 * An operator has cordoned a parent, so that nothing more is moved onto it, or has lifted that. No two events about cordons have the same occurredAt.
 */
export interface ParentCordoned {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Parent Cordoned';
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
    metadata: OperatorMetadata;
    data: {
      /**
       * The interconnect or LAG.
       */
      parentConnectionId: string;
      /**
       * true: nothing more is moved onto it. false: no longer so. Of two events the later occurredAt holds.
       */
      cordoned: boolean;
    };
  };
}
export interface OperatorMetadata {
  /**
   * The same on every republication of one event: drop repeats by it.
   */
  eventId: string;
  schemaVersion: '1';
  /**
   * When it was decided; the same on every republication.
   */
  occurredAt: string;
  service: 'dx-migrator';
  /**
   * The version of the service that took the decision.
   */
  serviceVersion: string;
}
/**
 * An operator has decided that a connection, which was called for or moved and is not found healthy, holds up its owner's other connections no more: from now on those may be moved beside it.
 */
export interface GroupReleased {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Group Released';
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
    metadata: OperatorMetadata;
    data: {
      /**
       * The account whose other lines it held up.
       */
      ownerAccount: string;
      /**
       * The hosted connection.
       */
      connectionId: string;
    };
  };
}

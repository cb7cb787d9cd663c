/**
 * Types of dx-migrator's events about operations, version 1, for those who do not want the package: generated from the same source as
 * the JSON Schemas. Fields that a later release adds are not in them; do not refuse what they do not name.
 */

/**
 * Every message of the contract.
 */
export type Message =
  | HostedConnectionMigrationVerified
  | ParentCordoned
  | GroupReleased
  | HostedConnectionMaintenanceAnnounced
  | HostedConnectionMaintenanceCancelled
  | HostedConnectionMaintenanceDone
  | DrainApproved
  | DrainStarted
  | DrainWaveCompleted
  | DrainStopped
  | DrainResumed
  | DrainCompleted
  | DrainAborted
  | DrainExpired;

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
/**
 * A line is to be moved in a maintenance window. One event for a line and window; of two windows the later occurredAt holds.
 */
export interface HostedConnectionMaintenanceAnnounced {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Hosted Connection Maintenance Announced';
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
       * Of this line in this drain: the same in all events about it, whatever becomes of the plan.
       */
      maintenanceId: string;
      /**
       * The drain; the same for all lines that it moves.
       */
      drainId: string;
      /**
       * The hosted connection.
       */
      connectionId: string;
      /**
       * The account that owns it; null if Direct Connect did not say.
       */
      ownerAccount: string | null;
      window: MaintenanceWindow;
      /**
       * Its name, as Direct Connect has it.
       */
      connectionName?: string;
      /**
       * Where it is now.
       */
      parentConnectionId: string;
      /**
       * Where it is to be moved.
       */
      targetParentConnectionId: string;
      /**
       * OUTAGE: the line is interrupted once in the window.
       */
      impact: 'OUTAGE';
      /**
       * How many lines of this owner are announced for this window, this one counted: who has as many of these events has them all. 1 where the owner is not known.
       */
      linesOfOwner: number;
      /**
       * As the partner calls it.
       */
      customer?: string;
      /**
       * Whom to tell, as the partner wrote it.
       */
      contact?: string;
      /**
       * The change ticket.
       */
      ticket?: string;
    };
  };
}
/**
 * The maintenance window.
 */
export interface MaintenanceWindow {
  /**
   * Nothing of it begins earlier.
   */
  from: string;
  /**
   * When all is done.
   */
  to: string;
}
/**
 * A line that was announced is not moved in that window after all.
 */
export interface HostedConnectionMaintenanceCancelled {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Hosted Connection Maintenance Cancelled';
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
       * Of this line in this drain: the same in all events about it, whatever becomes of the plan.
       */
      maintenanceId: string;
      /**
       * The drain; the same for all lines that it moves.
       */
      drainId: string;
      /**
       * The hosted connection.
       */
      connectionId: string;
      /**
       * The account that owns it; null if Direct Connect did not say.
       */
      ownerAccount: string | null;
      window: MaintenanceWindow;
      /**
       * SET_ASIDE: the line was taken out by a person. NOT_MOVED: the drain did not move it, since it could not be moved, or was moved, ordered or deleted by others. DRAIN_ENDED: the drain ended before its turn. REPLANNED: a new revision of the plan leaves it out.
       */
      cause: 'SET_ASIDE' | 'NOT_MOVED' | 'DRAIN_ENDED' | 'REPLANNED';
    };
  };
}
/**
 * The maintenance of a line that was announced is over: it was moved, or may have been.
 */
export interface HostedConnectionMaintenanceDone {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Hosted Connection Maintenance Done';
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
       * Of this line in this drain: the same in all events about it, whatever becomes of the plan.
       */
      maintenanceId: string;
      /**
       * The drain; the same for all lines that it moves.
       */
      drainId: string;
      /**
       * The hosted connection.
       */
      connectionId: string;
      /**
       * The account that owns it; null if Direct Connect did not say.
       */
      ownerAccount: string | null;
      window: MaintenanceWindow;
      /**
       * Where it was moved.
       */
      parentConnectionId: string;
      /**
       * HEALTHY: found well on its target for the whole soak. OTHER: it was moved, or may have been, and what became of it is in the events about its move.
       */
      outcome: 'HEALTHY' | 'OTHER';
    };
  };
}
/**
 * Its plan was approved, by its digest.
 */
export interface DrainApproved {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Drain Approved';
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
    data: DrainData;
  };
}
export interface DrainData {
  /**
   * The drain.
   */
  drainId: string;
  /**
   * The drain whose lines this one moves back.
   */
  rollbackOf?: string;
  /**
   * The interconnect or LAG that is emptied; of a rollback, the one that lines go back to.
   */
  parentConnectionId: string;
  /**
   * The revision of its plan.
   */
  rev: number;
  /**
   * Of the plan: what runs is the plan with this digest.
   */
  digest: string;
  /**
   * The wave that it is in, or that was completed; 0 before the first.
   */
  wave: number;
  /**
   * What was not waited for, by the decision of a person.
   */
  waived: ('notice' | 'approval')[];
  /**
   * All that it is stopped for at that time; with Resumed, what was lifted.
   */
  stops: {
    /**
     * What a resume names.
     */
    id: string;
    /**
     * person: someone has said so. line: one needs a person. failed, drifted: more of its lines than it may go on with. target: one takes no line. fault: of the service.
     */
    kind: 'person' | 'line' | 'failed' | 'drifted' | 'target' | 'fault';
    /**
     * The line or the target that it is about.
     */
    about?: string;
  }[];
  /**
   * How many of its lines are where.
   */
  lines: {
    /**
     * Not released yet.
     */
    planned: number;
    /**
     * Released, and not known yet to be well, untouched, or gone elsewhere.
     */
    open: number;
    /**
     * Moved, and found well.
     */
    healthy: number;
    /**
     * Not moved: they could not be, or were taken out.
     */
    left: number;
    /**
     * Moved on by others, or gone.
     */
    other: number;
  };
}
/**
 * It has begun to move lines.
 */
export interface DrainStarted {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Drain Started';
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
    data: DrainData;
  };
}
/**
 * All lines of a wave are done.
 */
export interface DrainWaveCompleted {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Drain Wave Completed';
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
    data: DrainData;
  };
}
/**
 * It has stopped, by itself or by a person: no line is released until all its stops are lifted.
 */
export interface DrainStopped {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Drain Stopped';
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
    data: DrainData;
  };
}
/**
 * Stops were lifted, by itself or by a person: it goes on unless it has others.
 */
export interface DrainResumed {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Drain Resumed';
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
    data: DrainData;
  };
}
/**
 * It has ended, with all lines that could be moved.
 */
export interface DrainCompleted {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Drain Completed';
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
    data: DrainData;
  };
}
/**
 * It has ended before that, by the decision of a person, or because the service lost what it knew of it.
 */
export interface DrainAborted {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Drain Aborted';
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
    data: DrainData;
  };
}
/**
 * It has ended with its window, before all lines were moved.
 */
export interface DrainExpired {
  /**
   * Of this delivery to the bus: no identity. Use detail.metadata.eventId.
   */
  id: string;
  source: 'dx-migrator.operations';
  'detail-type': 'Drain Expired';
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
    data: DrainData;
  };
}

/**
 * Types of dx-migrator's files of a drain, version 1, for those who do not want the package: generated from the same source as
 * the JSON Schemas. Fields that a later release adds are not in them; do not refuse what they do not name.
 */

/**
 * Every message of the contract.
 */
export type Message = DrainPlan;

/**
 * What a drain does: which lines, where to, in which order, and what that rests on. Never changed once made.
 */
export interface DrainPlan {
  /**
   * Version of this format.
   */
  schemaVersion: '1';
  /**
   * The drain.
   */
  drainId: string;
  /**
   * The drain whose leftovers these lines are.
   */
  leftoversOf?: string;
  /**
   * The change ticket: becomes the orderId of the requests.
   */
  ticket?: string;
  /**
   * When the reading of what it rests on began.
   */
  readAt: string;
  /**
   * Nothing of it begins later.
   */
  validUntil: string;
  /**
   * The interconnect or LAG to empty.
   */
  source: string;
  window: {
    /**
     * When moving may begin.
     */
    from: string;
    /**
     * When all must be done.
     */
    to: string;
  };
  notice: {
    /**
     * How long before the window customers must have been told.
     */
    seconds: number;
    /**
     * When they must have been told at the latest.
     */
    announceBy: string;
  };
  rules: {
    /**
     * How much of a target's bandwidth its lines together may have.
     */
    capacityFactor: number;
    /**
     * Links of a LAG that are not counted on.
     */
    spareLinks: number;
    /**
     * Whether lines may be moved to another location.
     */
    otherLocations: boolean;
    /**
     * Which lines must not be down together. owner: those of one group of the groups file, and those of one owner account on different parents unless they are in different groups. named: those of one group only.
     */
    redundancy: 'owner' | 'named';
  };
  limits: {
    /**
     * Lines released and not yet seen on their target.
     */
    maxMoving: number;
    /**
     * Lines released and not yet found well.
     */
    maxSoaking: number;
    /**
     * The least time between two releases.
     */
    minIntervalSeconds: number;
  };
  timing: {
    /**
     * How old an answer of Direct Connect may be.
     */
    staleSeconds: number;
    /**
     * By how much clocks may differ.
     */
    clockSkewSeconds: number;
    /**
     * Between two looks at a target.
     */
    tickSeconds: number;
    /**
     * For how long a line has to be well.
     */
    soakSeconds: number;
    /**
     * What a person may need at the gate.
     */
    gateSeconds: number;
  };
  estimate: {
    /**
     * From the start until the last line is found well.
     */
    seconds: number;
    /**
     * What the window has, without freezes.
     */
    windowSeconds: number;
    /**
     * From the release of a line until it is first seen on its target.
     */
    seenSeconds: number;
    /**
     * From the release of a line until it is found well.
     */
    healthySeconds: number;
  };
  /**
   * By their ids.
   *
   * @maxItems 64
   */
  targets: {
    /**
     * An interconnect or LAG that lines may be moved to.
     */
    id: string;
    /**
     * How many the plan moves there.
     */
    lines: number;
    /**
     * What is left for others afterwards, in Mbps.
     */
    roomMbps?: number;
    /**
     * Why nothing is moved there; empty if something may be.
     *
     * @maxItems 16
     */
    reasons: {
      code:
        | 'IS_SOURCE'
        | 'STATE'
        | 'HOSTS_NONE'
        | 'LAG_MEMBER'
        | 'LINKS'
        | 'CORDONED'
        | 'CLOSED'
        | 'FROZEN'
        | 'CAPACITY_UNKNOWN';
      /**
       * What is in the way, in words.
       */
      why: string;
      /**
       * What would help, in words.
       */
      help: string;
    }[];
  }[];
  /**
   * In order; the first is the canary.
   *
   * @maxItems 16
   */
  waves: {
    /**
     * From 1.
     */
    wave: number;
    /**
     * person: one has to let the next wave begin. automatic: it begins when all lines are well.
     */
    gate: 'person' | 'automatic';
    /**
     * In the order in which they are released.
     *
     * @maxItems 1000
     *
     * Items: The hosted connection.
     */
    lines: string[];
    /**
     * When it would begin, after the start.
     */
    fromSeconds: number;
    /**
     * When its last line would be found well.
     */
    toSeconds: number;
  }[];
  /**
   * What is moved, by connection id.
   *
   * @maxItems 1000
   */
  lines: {
    /**
     * The hosted connection.
     */
    connectionId: string;
    facts: LineFacts;
    /**
     * Its group, as the groups file names it.
     */
    group?: string;
    /**
     * As in the groups file.
     */
    customer?: string;
    /**
     * As in the groups file.
     */
    contact?: string;
    /**
     * Where it is moved.
     */
    to: string;
    /**
     * The wave that it is in.
     */
    wave: number;
    /**
     * A person has chosen the target.
     */
    pinned?: true;
    /**
     * It may be moved though another line of its group is not well.
     */
    lastLeg?: {
      /**
       * Who has said so.
       */
      by: string;
      /**
       * Why.
       */
      why: string;
    };
    /**
     * What to know before approving.
     *
     * @maxItems 16
     */
    warnings: {
      code:
        | 'RIGHTS'
        | 'RIGHTS_UNKNOWN'
        | 'LAST_LEG'
        | 'DEVICE_UNKNOWN'
        | 'DEVICE_SHARED'
        | 'FEATURES_UNKNOWN'
        | 'ADDRESS_UNKNOWN'
        | 'NOTICE'
        | 'SOURCE_CLOSED'
        | 'CHAIN'
        | 'NOT_EMPTIED';
      /**
       * What is in the way, in words.
       */
      why: string;
      /**
       * What would help, in words.
       */
      help: string;
    }[];
  }[];
  /**
   * What stays on the source, by connection id.
   *
   * @maxItems 5000
   */
  left: {
    /**
     * The hosted connection.
     */
    connectionId: string;
    facts: LineFacts;
    /**
     * Its group, as the groups file names it.
     */
    group?: string;
    /**
     * As in the groups file.
     */
    customer?: string;
    /**
     * As in the groups file.
     */
    contact?: string;
    /**
     * Why it cannot move, and what would help.
     *
     * @minItems 1
     * @maxItems 16
     */
    reasons: [
      {
        code:
          | 'EXEMPT'
          | 'NOT_A_LEFTOVER'
          | 'STATE'
          | 'SIBLING'
          | 'ORDER'
          | 'TARGET'
          | 'VLAN'
          | 'CAPACITY'
          | 'SPEED'
          | 'LOCATION'
          | 'DEVICE'
          | 'FEATURES'
          | 'TOO_MANY';
        /**
         * The targets that this is about; absent if about all.
         *
         * @maxItems 64
         *
         * Items: An interconnect or LAG.
         */
        targets?: string[];
        /**
         * What is in the way, in words.
         */
        why: string;
        /**
         * What would help, in words.
         */
        help: string;
      },
      ...{
        code:
          | 'EXEMPT'
          | 'NOT_A_LEFTOVER'
          | 'STATE'
          | 'SIBLING'
          | 'ORDER'
          | 'TARGET'
          | 'VLAN'
          | 'CAPACITY'
          | 'SPEED'
          | 'LOCATION'
          | 'DEVICE'
          | 'FEATURES'
          | 'TOO_MANY';
        /**
         * The targets that this is about; absent if about all.
         *
         * @maxItems 64
         *
         * Items: An interconnect or LAG.
         */
        targets?: string[];
        /**
         * What is in the way, in words.
         */
        why: string;
        /**
         * What would help, in words.
         */
        help: string;
      }[]
    ];
  }[];
  /**
   * What to know before approving.
   *
   * @maxItems 128
   */
  warnings: {
    code:
      | 'RIGHTS'
      | 'RIGHTS_UNKNOWN'
      | 'LAST_LEG'
      | 'DEVICE_UNKNOWN'
      | 'DEVICE_SHARED'
      | 'FEATURES_UNKNOWN'
      | 'ADDRESS_UNKNOWN'
      | 'NOTICE'
      | 'SOURCE_CLOSED'
      | 'CHAIN'
      | 'NOT_EMPTIED';
    /**
     * What is in the way, in words.
     */
    why: string;
    /**
     * What would help, in words.
     */
    help: string;
  }[];
  /**
   * The way back of each line, by connection id.
   *
   * @maxItems 1000
   */
  rollback: {
    /**
     * The hosted connection.
     */
    connectionId: string;
    /**
     * The target of the plan.
     */
    expectedParentConnectionId: string;
    /**
     * The source of the plan.
     */
    parentConnectionId: string;
    /**
     * Its VLAN.
     */
    expectedVlan: number;
  }[];
  facts: {
    /**
     * The source and the targets, by their ids.
     *
     * @maxItems 64
     */
    ports: PortFacts[];
    /**
     * Lines elsewhere that must not be down together with one of the source, by their ids.
     *
     * @maxItems 50000
     */
    siblings: {
      /**
       * A hosted connection that is not on the source.
       */
      connectionId: string;
      /**
       * The interconnect or LAG that it is on.
       */
      parentConnectionId: string;
      /**
       * The account that it belongs to.
       */
      ownerAccount?: string;
      /**
       * Its group, as the groups file names it.
       */
      group?: string;
      /**
       * As Direct Connect has it.
       */
      state: string;
      /**
       * The logical device that it ends on.
       */
      logicalDevice?: string;
    }[];
    /**
     * Those that the window meets, by their names.
     *
     * @maxItems 1000
     */
    freezes: {
      /**
       * Its name.
       */
      name: string;
      /**
       * When it begins.
       */
      from: string;
      /**
       * When it is over.
       */
      until: string;
      /**
       * Only lines in this location.
       */
      location?: string;
      /**
       * Only lines from or to this parent.
       */
      parent?: string;
    }[];
    /**
     * Unfinished requests for those lines.
     *
     * @maxItems 50000
     */
    orders: {
      /**
       * A line on the source, or one of the siblings.
       */
      connectionId: string;
      /**
       * Whose order it is: an order system, or drains.
       */
      tenant: string;
      /**
       * Its id.
       */
      requestId: string;
      /**
       * Its state.
       */
      state: string;
    }[];
  };
  /**
   * SHA-256 of the canonical JSON (RFC 8785) of all else: what is approved by it is what runs.
   */
  digest: string;
}
export interface LineFacts {
  /**
   * Its name.
   */
  name?: string;
  /**
   * The account that it belongs to.
   */
  ownerAccount?: string;
  /**
   * As Direct Connect has it; unknown where it says nothing.
   */
  state: string;
  /**
   * Its Direct Connect location.
   */
  location?: string;
  /**
   * Its VLAN.
   */
  vlan?: number;
  /**
   * Its bandwidth, in Mbps.
   */
  mbps?: number;
  /**
   * The device that it ends on.
   */
  device?: string;
  /**
   * The logical device that it ends on.
   */
  logicalDevice?: string;
  /**
   * Whether it takes jumbo frames.
   */
  jumboFrameCapable?: boolean;
  /**
   * Whether it can do MACsec.
   */
  macSecCapable?: boolean;
  /**
   * Whether its interconnect can do MACsec.
   */
  partnerInterconnectMacSecCapable?: boolean;
  /**
   * Whether MACsec is up.
   */
  portEncryptionStatus?: string;
  /**
   * no_encrypt, should_encrypt or must_encrypt.
   */
  encryptionMode?: string;
  /**
   * yes, no or unknown.
   */
  hasLogicalRedundancy?: string;
}
export interface PortFacts {
  /**
   * The interconnect or LAG.
   */
  id: string;
  kind: 'interconnect' | 'lag';
  /**
   * Its name.
   */
  name?: string;
  /**
   * As Direct Connect has it; unknown where it says nothing.
   */
  state: string;
  /**
   * Its Direct Connect location.
   */
  location?: string;
  /**
   * Its device.
   */
  device?: string;
  /**
   * Its logical device.
   */
  logicalDevice?: string;
  /**
   * The LAG that it is a member of.
   */
  memberOf?: string;
  /**
   * False for a LAG that takes none.
   */
  allowsHostedConnections: boolean;
  /**
   * Of it, or of each of its links, in Mbps.
   */
  linkMbps?: number;
  /**
   * Of a LAG.
   *
   * @maxItems 64
   */
  links?: {
    /**
     * The interconnect.
     */
    id: string;
    /**
     * Its state.
     */
    state: string;
  }[];
  /**
   * Of a LAG.
   */
  minimumLinks?: number;
  /**
   * Whether it takes jumbo frames.
   */
  jumboFrameCapable?: boolean;
  /**
   * Whether it can do MACsec.
   */
  macSecCapable?: boolean;
  /**
   * no_encrypt, should_encrypt or must_encrypt.
   */
  encryptionMode?: string;
  /**
   * yes, no or unknown.
   */
  hasLogicalRedundancy?: string;
  /**
   * How many hosted connections it has, without those that are going or gone.
   */
  lines: number;
  /**
   * Of those together; absent where it is not known of one.
   */
  usedMbps?: number;
  /**
   * Their VLANs.
   *
   * @maxItems 65536
   *
   * Items: A VLAN.
   */
  vlans: number[];
  /**
   * Someone has cordoned it.
   */
  cordoned?: boolean;
  /**
   * It is closed: nothing is moved from or to it.
   */
  closed?: boolean;
}

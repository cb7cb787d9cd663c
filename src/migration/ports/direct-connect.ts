import type { ConnectionRecord } from '../../contract/connection-record.ts';
import type { Answer } from '../call/classify-answer.ts';

/** An interconnect or LAG as far as the pre-flight needs it. */
export interface Parent {
  state: string;
  /** The LAG that an interconnect is a member of. */
  memberOf?: string;
  /** False for a LAG that takes no hosted connections. */
  allowsHostedConnections: boolean;
  /** The code of its Direct Connect location; absent where Describe does not say it. */
  location?: string;
  /** Of the port or, of a LAG, of its links that are up, in Mbps; absent where Describe does not say it. */
  bandwidthMbps?: number;
}

/** What is on a parent: 'absent' if there is no such parent. */
export interface Listing {
  /** Just before the first question, in milliseconds since the epoch: what is shown may be older (STALE), never newer than the answer. */
  atMs: number;
  lines: ConnectionRecord[] | 'absent';
}

/** Direct Connect. The two describing operations throw ObservationUnavailableError when nothing can be observed now. */
export interface DirectConnect {
  /**
   * Everything on a parent, all pages.
   *
   * @param timeoutMs milliseconds after which it is given up; without one, with the invocation
   * @param isWanted if only one connection is: there are no more pages after the one that shows it
   * @throws ObservationUnfinishedError after that time
   */
  listHosted(parentId: string, timeoutMs?: number, isWanted?: (record: ConnectionRecord) => boolean): Promise<Listing>;
  describeParent(parentId: string): Promise<Parent | 'absent'>;
  /**
   * AssociateHostedConnection, one attempt. Never throws: what went wrong is in the answer.
   *
   * @param timeoutMs milliseconds after which it is given up, whatever it is doing
   */
  associate(connectionId: string, parentId: string, timeoutMs: number): Promise<Answer>;
}

/** Thrown by the describing operations: throttled, out of reach, denied or failing for now. Observing again later is safe. */
export class ObservationUnavailableError extends Error {
  override name = 'ObservationUnavailableError';
  readonly denied: boolean;

  constructor(message: string, options: { cause?: unknown; denied: boolean }) {
    super(message, { cause: options.cause });
    this.denied = options.denied;
  }
}

/** Thrown where an observation has more to ask than the invocation has time for: it will be no better next time. */
export class ObservationUnfinishedError extends ObservationUnavailableError {
  override name = 'ObservationUnfinishedError';

  constructor() {
    super('there is more to list than the invocation has time for', { denied: false });
  }
}

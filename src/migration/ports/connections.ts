import type { RequestKey } from '../model/request-item.ts';

/** `CONNECTION#<id>`: who may call for it now, and what the last one that did has left behind. */
export interface ConnectionItem {
  /** The request that holds the connection. */
  active?: RequestKey;
  /** The fence that the request had when it took the connection. */
  activeFence?: number;
  /** The account that it belongs to, as the first request that took it has seen. */
  ownerAccount?: string;
  /** The order key of the last request that was called for, or found the connection already there. */
  lastOrderKey?: string;
  lastParent?: string;
  /** When the last outcome was recorded (W4), in milliseconds since the epoch. */
  lastOutcomeAtMs?: number;
  /** The last request that moved it, and where it was before. What was refused since, or found it there, changes neither. */
  lastMovedBy?: RequestKey;
  lastFrom?: string;
}

/** What a request that was called for leaves behind on its connection; the parent is null where it is not known. */
export interface LastOutcome {
  lastOrderKey: string;
  lastParent: string | null;
  lastOutcomeAtMs: number;
  /** Where it was before, if the request has moved it. */
  lastFrom?: string;
}

/** What takes a lock, besides the request's key. */
export interface LockTaker {
  orderKey: string;
  fence: number;
  ownerAccount: string;
}

/** `CONNECTION#<id>`, and the lock on it. */
export interface Connections {
  /**
   * W2: active = key, if the connection is free, or the key's under no later fence, and the order key is newer than its last. The
   * item as that has left it, so that nothing can come in between.
   */
  takeLock(connectionId: string, key: RequestKey, taker: LockTaker): Promise<ConnectionItem | undefined>;
  readConnection(connectionId: string): Promise<ConnectionItem>;
  /** Frees the connection if the key holds it under this fence: it waits, and others may go first. */
  yieldLock(connectionId: string, key: RequestKey, fence: number): Promise<boolean>;
  /** W5: frees the connection if the key holds it; `last` advances what it remembers. */
  releaseLock(connectionId: string, key: RequestKey, last?: LastOutcome): Promise<boolean>;
}

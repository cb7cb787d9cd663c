import type { RequestKey } from '../model/request-item.ts';

/** `CONNECTION#<id>`: who may call for it now, and what the last one that did has left behind. */
export interface ConnectionItem {
  /** The request that holds the connection. */
  active?: RequestKey;
  /** The account that it belongs to, as the first request that took it has seen. */
  ownerAccount?: string;
  /** The order key of the last request that was called for, or found the connection already there. */
  lastOrderKey?: string;
  lastParent?: string;
  /** When the last outcome was recorded (W4), in milliseconds since the epoch. */
  lastOutcomeAtMs?: number;
}

/** What a request that was called for leaves behind on its connection; the parent is null where it is not known. */
export interface LastOutcome {
  lastOrderKey: string;
  lastParent: string | null;
  lastOutcomeAtMs: number;
}

/** `CONNECTION#<id>`, and the lock on it. */
export interface Connections {
  /** W2: active = key, if the connection is free or already the key's, and the order key is newer than its last. */
  takeLock(connectionId: string, key: RequestKey, orderKey: string, ownerAccount: string): Promise<boolean>;
  readConnection(connectionId: string): Promise<ConnectionItem>;
  /** W5: frees the connection if the key holds it; `last` advances what it remembers. */
  releaseLock(connectionId: string, key: RequestKey, last?: LastOutcome): Promise<boolean>;
}

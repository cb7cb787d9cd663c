/** Where messages go that no one can work on, for people to see to. Throws unless the copy is stored. */
export interface Quarantine {
  store(
    message: { id: string; body: string; senderId: string },
    why: { tenant?: string; reason: string },
  ): Promise<void>;
}

/**
 * `QUARANTINE#<tenant>`: how many copies of a tenant's messages the latest hour has had, for senders of no tenant under no name. One
 * item a tenant, which the next hour writes over: nothing is left to be cleaned up.
 */
export interface QuarantineCount {
  /**
   * Counts a copy, the first of the hour, if none has been counted in it or in a later one.
   *
   * @param hour hours since the epoch
   */
  startCopyHour(tenant: string | undefined, hour: number): Promise<boolean>;
  /** Counts one more copy of the hour that was started, or of a later one, if fewer than `limit` have been. */
  countCopy(tenant: string | undefined, hour: number, limit: number): Promise<boolean>;
}

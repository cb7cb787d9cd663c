/**
 * What has happened since the start. `accepted` counts entries; the others count deliveries, one for each target of each
 * rule that an event matched or a schedule fired for: once nothing is under way, matched = delivered + deadLettered +
 * dropped.
 */
export interface Counters {
  accepted: number;
  matched: number;
  delivered: number;
  /** Attempts after the first one. */
  retried: number;
  deadLettered: number;
  dropped: number;
}

/** All zero. */
export function newCounters(): Counters {
  return { accepted: 0, matched: 0, delivered: 0, retried: 0, deadLettered: 0, dropped: 0 };
}

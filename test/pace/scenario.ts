/** One run of the bench: who asks for what, and how the world behaves. Times in seconds. */
export interface Scenario {
  /** `callsPerSecond`. */
  rate: number;
  /** What Direct Connect takes, in calls a second, with a burst of two; without limit if left out. */
  apiRate?: number;
  /** Requests of each tenant. */
  tenants: Record<string, number>;
  /** Lines that are put on one parent; 500 if left out. */
  linesOnAParent?: number;
  /** When the change window of a request begins and ends, from its number among its tenant's. */
  window?: (tenant: string, index: number) => { from?: number; to?: number };
  /** Whether a request is a dry run. */
  isDryRun?: (tenant: string) => boolean;
  /** How many of a hundred invocations die on their way. */
  deaths?: number;
  /** How many of a hundred calls Direct Connect refuses. */
  refusals?: number;
  /** Requests that kill the process whenever it comes to observe for them, of each tenant the first so many. */
  killers?: Record<string, number>;
  /** How long a listing takes; about what is usual if left out. */
  listSeconds?: number;
  /** `callTimeoutSeconds`, if it is another than the default. */
  callTimeoutSeconds?: number;
  /** When the run is over at the latest. */
  until: number;
}

/** What a run came to. Times in seconds from its start. */
export interface Measures {
  /** When the last request of each tenant had its outcome; infinite if one has none. */
  finishedAt: Record<string, number>;
  /** When each tenant's requests were called for, in order. */
  calledAt: Record<string, number[]>;
  calls: number;
  throttles: number;
  outcomes: Record<string, number>;
  /** A call, on average: how often a request was taken up, parents listed, lines on them, and something written while it waited. */
  visits: number;
  listings: number;
  linesListed: number;
  waitingWrites: number;
}

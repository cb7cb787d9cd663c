import type { GroupRow } from './parse-groups.ts';
import type { PlanLimits, PlanRules, PlanTiming } from './plan.ts';

/** What a person wants of a plan; all that has a default may be left out. */
export interface PlanRequest {
  drainId: string;
  /** The interconnect or LAG to empty. */
  source: string;
  /** Interconnects and LAGs that its lines may be moved to. */
  targets: readonly string[];
  /** Milliseconds since the epoch. */
  window: { fromMs: number; toMs: number };
  ticket?: string;
  /** Only these lines: what another drain has left. */
  leftoversOf?: { drainId: string; connectionIds: readonly string[] };
  noticeSeconds?: number;
  /** Targets that a person has chosen, by connection id. */
  pins?: Readonly<Record<string, string>>;
  /** Lines that may be moved though another line of their group is not well, by a person's word. */
  lastLegs?: readonly LastLeg[];
  /** Of the groups file. */
  groups?: readonly GroupRow[];
  rules?: Partial<PlanRules>;
  limits?: Partial<PlanLimits>;
  timing?: Partial<PlanTiming>;
}

export interface LastLeg {
  connectionId: string;
  by: string;
  why: string;
}

const DAY_SECONDS = 86_400;

export const DEFAULT_NOTICE_SECONDS = 14 * DAY_SECONDS;

/** AWS publishes no rule about capacity: a partner must see to it that a port is not oversubscribed unless that is wanted. */
export const DEFAULT_RULES: PlanRules = {
  capacityFactor: 1,
  spareLinks: 0,
  otherLocations: false,
  redundancy: 'owner',
};

export const DEFAULT_LIMITS: PlanLimits = { maxMoving: 10, maxSoaking: 20, minIntervalSeconds: 0 };

/** As the settings of the service have them by default; a drain's looks come every tick. */
export const DEFAULT_TIMING: PlanTiming = {
  staleSeconds: 60,
  clockSkewSeconds: 5,
  tickSeconds: 15,
  soakSeconds: 300,
  gateSeconds: 600,
};

import type { JournalView, MoveEntry, TopologyView } from '#direct-connect-simulator';
import type { EventDetail } from '../../../src/contract/event.ts';
import { SERVICE } from '../../../src/contract/event-names.ts';
import {
  type DrainEventName,
  MAINTENANCE_ANNOUNCED,
  MAINTENANCE_CANCELLED,
  MAINTENANCE_DONE,
  OPERATIONS_SOURCE,
  VERIFIED,
} from '../../../src/contract/operations/names.ts';
import type { VerifiedDetail } from '../../../src/contract/operations/verified.ts';
import type { Plan } from '../../../src/drain/plan/plan.ts';
import { DRAINS_TENANT } from '../../../src/migration/model/drains-tenant.ts';
import { type MoveCall, moveCalls } from '../wire.ts';

/** An event as the bus has accepted it. */
export interface BusEntry {
  source: string;
  detailType: string;
  detail: unknown;
}

/** A command that was carried out: when it was asked for, and answered, in milliseconds since the epoch. */
export interface CarriedOut {
  action: string;
  by: string;
  askedAtMs: number;
  answeredAtMs: number;
  /** Of `setAside`. */
  connectionId?: string;
}

/** That a call was decided on, as the history of its request in the ledger says; milliseconds since the epoch. It may have been revoked. */
export interface Intent {
  requestId: string;
  connectionId: string;
  atMs: number;
}

/** The evening of one drain as anyone can see it who has its plan, its commands and answers, and stands at Direct Connect, at the bus and at the ledger. */
export interface DrainWire {
  plan: Plan;
  /** Oldest first. */
  commands: readonly CarriedOut[];
  journal: Pick<JournalView, 'calls' | 'moves'>;
  intents: readonly Intent[];
  /** In the order in which the bus has accepted them, each as often as it did. */
  bus: readonly BusEntry[];
  after: TopologyView;
}

/** The way of one line: a call of the drain, or of its rollback, and what was said of it. Times in milliseconds since the epoch. */
export interface Leg {
  call: MoveCall;
  move: MoveEntry | undefined;
  isWayBack: boolean;
  /** The last for its line that there was before the call: lines are called for one call at a time. */
  intent: Intent | undefined;
  /** The last word on its request: HELD only where nothing came after it. */
  outcome: EventDetail | undefined;
  /** All about its request, oldest first. */
  verdicts: VerifiedDetail[];
}

/** A drain's event, or one about the maintenance of a line. */
export interface Told {
  type: string;
  atMs: number;
  data: {
    drainId: string;
    rollbackOf?: string;
    digest?: string;
    connectionId?: string;
    window?: { from: string; to: string };
    waived?: readonly string[];
    wave?: number;
  };
}

/** What a drain is judged by, put together. */
export interface DrainEvidence extends DrainWire {
  legs: readonly Leg[];
  told: readonly Told[];
}

const MAINTENANCE: readonly string[] = [MAINTENANCE_ANNOUNCED, MAINTENANCE_CANCELLED, MAINTENANCE_DONE];

export function evidenceOf(wire: DrainWire): DrainEvidence {
  const { plan, bus, journal, intents } = wire;
  const details = bus.map(({ source, detailType, detail }) => ({ source, type: detailType, detail }));
  const outcomes = details
    .filter(({ source }) => source === SERVICE)
    .map(({ detail }) => detail as EventDetail)
    .filter(({ data }) => data.tenant === DRAINS_TENANT && data.outcome !== 'PLANNED');
  const verdicts = details.filter(({ type }) => type === VERIFIED).map(({ detail }) => detail as VerifiedDetail);
  const told = details
    .filter(
      ({ source, type }) => source === OPERATIONS_SOURCE && (type.startsWith('Drain ') || MAINTENANCE.includes(type)),
    )
    .map(({ type, detail }): Told => {
      const { metadata, data } = detail as { metadata: { occurredAt: string }; data: Told['data'] };
      return { type, atMs: Date.parse(metadata.occurredAt), data };
    })
    .filter(({ data }) => data.drainId === plan.drainId || data.rollbackOf === plan.drainId);
  const moves = new Map(journal.moves.map((move) => [move.requestId, move]));
  const legs = moveCalls(journal).map((call): Leg => {
    const intent = intentOf(call, intents);
    const requestId = intent?.requestId;
    const own = outcomes.filter(({ data }) => data.request?.requestId === requestId);
    return {
      call,
      move: moves.get(call.requestId),
      isWayBack: call.parentId === plan.source,
      intent,
      outcome: own.find(({ data }) => data.outcome !== 'HELD') ?? own[0],
      verdicts: verdicts.filter(({ data }) => data.tenant === DRAINS_TENANT && data.requestId === requestId),
    };
  });
  return { ...wire, legs, told };
}

function intentOf({ connectionId, time }: MoveCall, intents: readonly Intent[]): Intent | undefined {
  const before = intents.filter((one) => one.connectionId === connectionId && one.atMs <= time);
  return before.reduce<Intent | undefined>((last, one) => (last && last.atMs > one.atMs ? last : one), undefined);
}

/** The event of a name about the drain itself. */
export function toldOf({ told, plan }: DrainEvidence, name: DrainEventName): Told | undefined {
  return told.find(({ type, data }) => type === name && data.drainId === plan.drainId);
}

/** When it was said to be well for good, in milliseconds since the epoch. */
export function healthyAt({ verdicts }: Leg): number | undefined {
  const healthy = verdicts.find(({ data }) => data.verdict === 'HEALTHY');
  return healthy && Date.parse(healthy.metadata.occurredAt);
}

/** When nothing more was to be expected of it; undefined if that was never said. */
export function endedAt(leg: Leg): number | undefined {
  const final = leg.verdicts.find(({ data }) => !['UNHEALTHY', 'UNKNOWN'].includes(data.verdict));
  if (final) return Date.parse(final.metadata.occurredAt);
  const { outcome } = leg;
  const isUntouched = outcome && ['FAILED', 'REJECTED'].includes(outcome.data.outcome);
  return isUntouched ? Date.parse(outcome.metadata.occurredAt) : undefined;
}

/** When a person has set it aside after its call, as of the command, in milliseconds since the epoch; undefined if no one has. */
export function setAsideAt({ call }: Leg, { commands }: Pick<DrainWire, 'commands'>): number | undefined {
  return commands.find(
    (one) => one.action === 'setAside' && one.connectionId === call.connectionId && one.askedAtMs > call.time,
  )?.askedAtMs;
}

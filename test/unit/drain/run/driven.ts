import type { EventData } from '../../../../src/contract/event-schema.ts';
import type { ReasonCode } from '../../../../src/contract/reason.ts';
import type { MigrationRequest } from '../../../../src/contract/request-schema.ts';
import type { Inventory, Line, Port } from '../../../../src/drain/plan/inventory.ts';
import type { Plan } from '../../../../src/drain/plan/plan.ts';
import type { PlanRequest } from '../../../../src/drain/plan/plan-request.ts';
import { advanceDrain } from '../../../../src/drain/run/advance-drain.ts';
import type { Drain, StoredDrain } from '../../../../src/drain/run/drain.ts';
import type { LineProgress, LineState, Try } from '../../../../src/drain/run/line.ts';
import { type Plans, plans } from '../../../../src/drain/run/plans.ts';
import type { AdvanceDrainPorts } from '../../../../src/drain/run/ports.ts';
import { requestIdOf } from '../../../../src/drain/run/request-of.ts';
import type { Stop } from '../../../../src/drain/run/stop.ts';
import { DRAINS_TENANT } from '../../../../src/migration/model/drains-tenant.ts';
import type { State } from '../../../../src/migration/model/request-item.ts';
import type { WaitsFor } from '../../../../src/migration/model/waits-for.ts';
import type { BusEvent } from '../../../../src/migration/ports/bus.ts';
import type { LogFields } from '../../../../src/migration/ports/log.ts';
import type { Verification } from '../../../../src/migration/verification/verification.ts';
import { MemoryDrains } from '../../../support/memory-drains.ts';
import { MemoryLedger } from '../../../support/memory-ledger.ts';
import type { StoredItem } from '../../../support/stored-item.ts';
import { FROM, HOUR, inventory, line, planOf, port, request } from '../plan/given.ts';

export { FROM, HOUR } from '../plan/given.ts';

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const TICK = 15_000;
export const SOURCE = 'dxcon-old';
export const TARGET = 'dxcon-new';
export const DRAIN_ID = 'fra-2026-12';

export type DrivePorts = AdvanceDrainPorts & { plans: Plans };

/** Connection ids of a plan's lines: one after the other, in the order in which they are released. */
export const idOf = (index: number) => `dxcon-a${String(index).padStart(3, '0')}`;

const NO_BYTES = new Uint8Array();
const made = new Map<string, Plan>();

/** Many stories have the same one. */
function planFor(given: Inventory, wanted: PlanRequest): Plan {
  const key = JSON.stringify([given, wanted]);
  const plan = made.get(key) ?? planOf(given, wanted);
  made.set(key, plan);
  return plan;
}

export interface Given {
  lines?: number;
  /** Group names by line. */
  groups?: Record<string, string>;
  limits?: PlanRequest['limits'];
  change?: (line: Line, index: number) => Partial<Line>;
  ports?: Port[];
}

/** A drain, the ledger, and a bus, queue and inventory in plain objects. Time stands still unless a test moves it. */
export class Driven {
  now = FROM + MINUTE;
  readonly drains = new MemoryDrains();
  readonly ledger = new MemoryLedger();
  readonly plan: Plan;
  readonly inventory: Inventory;
  readonly sent: MigrationRequest[] = [];
  readonly published: BusEvent[] = [];
  readonly ticks: { drainId: string; number: number; delaySeconds: number }[] = [];
  readonly logged: { line: string; fields: LogFields }[] = [];
  busRejects = false;
  queueRejects = false;
  readInventory: () => Promise<Inventory>;
  remaining = 600 * SECOND;
  settings: AdvanceDrainPorts['settings'] = {
    drainTickMs: TICK,
    drainApprovals: 1,
    staleMs: MINUTE,
    clockSkewMs: 5 * SECOND,
    verifyWithinMs: 10 * MINUTE,
    soakMs: 5 * MINUTE,
    minRequestedAt: '2020-01-01T00:00:00.000Z',
  };
  readonly plans: Plans;

  constructor({ lines = 3, groups = {}, limits = {}, change = () => ({}), ports }: Given = {}) {
    const all = Array.from({ length: lines }, (_, index) =>
      line(idOf(index), {
        vlan: 100 + index,
        mbps: 50 + index / 1000,
        ownerAccount: String(100_000_000_000 + index),
        ...change(line(idOf(index)), index),
      }),
    );
    this.inventory = inventory({
      lines: all,
      ports: ports ?? [port({ id: SOURCE, linkMbps: 100_000 }), port({ id: TARGET, linkMbps: 100_000 })],
    });
    const rows = Object.entries(groups).map(([connectionId, group]) => ({ connectionId, group, exempt: false }));
    const window = { fromMs: FROM, toMs: FROM + 24 * HOUR };
    this.plan = planFor(this.inventory, request({ limits, groups: rows, window }));
    this.readInventory = async () => ({ ...this.inventory, readAtMs: this.now });
    const { read } = plans(this.drains);
    // To unpack it takes longer than all the rest of a story.
    const isKnown = ({ drainId, rollbackOf = drainId }: Pick<Drain, 'drainId' | 'rollbackOf'>) =>
      rollbackOf === DRAIN_ID && this.drains.plans.size > 0;
    this.plans = { read: async (drain) => (isKnown(drain) ? this.plan : read(drain)) };
    this.drains.plans.set(`${DRAIN_ID}#1`, NO_BYTES);
    this.ledger.running = { drain: DRAIN_ID };
    this.drains.drains.set(DRAIN_ID, { drain: this.#started(), version: 1, dueAtMs: this.now });
  }

  /** As a command or another driver would write it. */
  change(change: (drain: Drain) => Partial<Drain>, drainId = DRAIN_ID): void {
    const { drain, version, ...due } = this.stored(drainId);
    this.drains.drains.set(drainId, { drain: { ...drain, ...change(drain) }, version: version + 1, ...due });
  }

  changeLine(id: string, fields: Partial<LineProgress>, drainId = DRAIN_ID): void {
    this.change(
      ({ lines }) => ({ lines: { ...lines, [id]: { expired: 0, ...lines[id], ...fields } as LineProgress } }),
      drainId,
    );
  }

  #started(): Drain {
    const word = { atMs: FROM, by: 'ada', why: 'the port is cut' };
    const lines = Object.fromEntries(
      this.plan.lines.map(({ connectionId }) => [connectionId, { state: 'planned', expired: 0 } as LineProgress]),
    );
    return {
      drainId: DRAIN_ID,
      phase: 'RUNNING',
      rev: 1,
      digest: this.plan.digest,
      submitted: word,
      approval: { ...word, rev: 1, digest: this.plan.digest },
      waivers: {},
      started: word,
      endsAtMs: FROM + 24 * HOUR,
      stops: [],
      wave: { number: 1 },
      promoted: 0,
      forgiven: { failed: 0, drifted: 0 },
      lines,
      tick: { number: 1, atMs: this.now },
      unpublished: [],
      told: [`approval:${FROM}`],
      history: [],
    };
  }

  ports(): DrivePorts {
    const { ledger, drains } = this;
    return {
      ledger: {
        ...drains,
        read: (key) => ledger.read(key),
        readVerification: ledger.readVerification,
        readConnection: (id) => ledger.readConnection(id),
        readControl: () => ledger.readControl(),
        setGuards: ledger.setGuards,
        setRunning: (read, running) => ledger.setRunning(read, running),
      },
      plans: this.plans,
      readInventory: () => this.readInventory(),
      send: async (message) => {
        if (this.queueRejects) throw new Error('the queue takes nothing');
        this.sent.push(message);
      },
      sendTick: async (drainId, number, delaySeconds) => void this.ticks.push({ drainId, number, delaySeconds }),
      bus: {
        publish: async (event) => {
          if (this.busRejects) throw new Error('the bus rejects the event');
          this.published.push(event);
        },
      },
      clock: () => this.now,
      newId: () => 'id',
      log: (logLine, fields) => void this.logged.push({ line: logLine, fields }),
      settings: this.settings,
      parents: [SOURCE, TARGET],
      serviceVersion: '0.0.0-test',
    };
  }

  async advance(drainId = DRAIN_ID): Promise<Drain> {
    await advanceDrain(drainId, () => this.remaining, this.ports());
    return this.drain(drainId);
  }

  stored(drainId = DRAIN_ID): StoredDrain {
    const stored = this.drains.drains.get(drainId);
    if (!stored) throw new Error(`no drain ${drainId}`);
    return stored;
  }

  drain(drainId = DRAIN_ID): Drain {
    return this.stored(drainId).drain;
  }

  due(drainId = DRAIN_ID): number | undefined {
    return this.drains.drains.get(drainId)?.dueAtMs;
  }

  states(drainId = DRAIN_ID): Record<string, LineState> {
    return Object.fromEntries(Object.entries(this.drain(drainId).lines).map(([id, { state }]) => [id, state]));
  }

  /** The detail types that were published, in order. */
  types(): string[] {
    return this.published.map(({ detailType }) => detailType);
  }

  details(type: string): Record<string, unknown>[] {
    return this.published
      .filter(({ detailType }) => detailType === type)
      .map(({ detail }) => (JSON.parse(detail) as { data: Record<string, unknown> }).data);
  }

  /** What the core has of the last try of a line. */
  request(
    id: string,
    fields: { state: State; data?: Partial<EventData>; waitsFor?: WaitsFor },
    drainId = DRAIN_ID,
  ): void {
    const { state, data, waitsFor } = fields;
    const number = this.drain(drainId).lines[id]?.try?.number ?? 1;
    const requestId = requestIdOf({ drainId, connectionId: id, try: number });
    const item = {
      tenant: DRAINS_TENANT,
      request: { requestId, connectionId: id } as MigrationRequest,
      state,
      attempts: state === 'MIGRATED' || state === 'HELD' ? 1 : 0,
      ...(waitsFor ? { waitsFor } : {}),
      ...(state === 'RECEIVED' || state === 'CALLING'
        ? {}
        : { ended: { atMs: this.now, parent: null }, event: { detail: JSON.stringify({ data: data ?? {} }) } }),
    };
    this.ledger.requests.set(`${DRAINS_TENANT}#${requestId}`, item as unknown as StoredItem);
  }

  refused(id: string, code: ReasonCode, state: State = 'REJECTED'): void {
    this.request(id, { state, data: { reason: { code, message: code, awsError: null } } });
  }

  /** Moved, with what has been seen of it since. */
  migrated(id: string, verification?: Partial<Verification>, drainId = DRAIN_ID): void {
    this.request(id, { state: 'MIGRATED', data: { disposition: 'moved' } }, drainId);
    const number = this.drain(drainId).lines[id]?.try?.number ?? 1;
    const key = { tenant: DRAINS_TENANT, requestId: requestIdOf({ drainId, connectionId: id, try: number }) };
    if (!verification) return;
    const { source, target } = { source: SOURCE, target: TARGET };
    const looks = { movedAtMs: this.now, looks: 0, goodLooks: 0, failings: [] };
    const seen = { connectionId: id, source, target, ...looks, ...verification };
    this.ledger.verifications.set(`${key.tenant}#${key.requestId}`, { key, verification: seen, version: 1 });
  }

  /** As if it had been released just now, and its message taken in. */
  released(id: string, fields: Partial<LineProgress> = {}, last: Partial<Try> = {}): void {
    const times = { releasedAtMs: this.now, requestedAtMs: this.now, notAfterMs: this.now + 15 * MINUTE };
    this.changeLine(id, { state: 'released', try: { number: 1, rev: 1, wave: 1, ...times, ...last }, ...fields });
    this.request(id, { state: 'RECEIVED' });
  }

  /** A rollback of these lines, started. */
  rollback(ids: string[], fields: Partial<Drain> = {}): string {
    const drainId = `${DRAIN_ID}-r1`;
    this.ledger.running = { ...this.ledger.running, rollback: drainId };
    const lines = Object.fromEntries(ids.map((id) => [id, { state: 'planned', expired: 0 } as LineProgress]));
    const { approval: _, ...started } = this.#started();
    this.drains.drains.set(drainId, {
      drain: { ...started, drainId, rollbackOf: DRAIN_ID, lines, told: [], endsAtMs: FROM + 48 * HOUR, ...fields },
      version: 1,
      dueAtMs: this.now,
    });
    return drainId;
  }
}

export function stop(id: string, fields: Partial<Stop> = {}): Stop {
  return { id, kind: 'person', atMs: FROM, by: 'ada', why: 'wait', ...fields };
}

/** The ids of the drain's stops. */
export function stopIds(world: Driven): string[] {
  return world.drain().stops.map(({ id }) => id);
}

/** The lines of the requests that were sent. */
export function sentIds(world: Driven): string[] {
  return world.sent.map(({ connectionId }) => connectionId);
}

/** What the inventory says of a line from now on. */
export function move(world: Driven, id: string, fields: object): void {
  Object.assign(world.inventory.lines.find(({ connectionId }) => connectionId === id) ?? {}, fields);
}

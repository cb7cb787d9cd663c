import type { MigrationRequest } from '../../../../../src/contract/request-schema.ts';
import type { Inventory } from '../../../../../src/drain/plan/inventory.ts';
import { packPlan } from '../../../../../src/drain/plan/parse-plan.ts';
import type { Plan } from '../../../../../src/drain/plan/plan.ts';
import type { DrainAnswer, DrainCommand, DrainDeclined } from '../../../../../src/drain/run/command.ts';
import { approve } from '../../../../../src/drain/run/commands/approve.ts';
import type { CommandPorts } from '../../../../../src/drain/run/commands/change-drain.ts';
import { drainCommand } from '../../../../../src/drain/run/commands/drain-command.ts';
import type { Drain } from '../../../../../src/drain/run/drain.ts';
import type { LineProgress, LineState } from '../../../../../src/drain/run/line.ts';
import { plans } from '../../../../../src/drain/run/plans.ts';
import { requestIdOf } from '../../../../../src/drain/run/request-of.ts';
import { DRAINS_TENANT } from '../../../../../src/migration/model/drains-tenant.ts';
import type { RequestItem } from '../../../../../src/migration/model/request-item.ts';
import { MemoryDrains } from '../../../../support/memory-drains.ts';
import { MemoryLedger } from '../../../../support/memory-ledger.ts';
import { FROM, inventory, line, planOf, port, READ_AT, request } from '../../plan/given.ts';

export const ID = 'fra-2026-12';
export const LINES = ['dxcon-a', 'dxcon-b', 'dxcon-c'];
export const WHO = { by: 'anna', why: 'port upgrade' };
export const DAY = 86_400_000;

/** A site with a line for each id, on a source to be emptied, and room for all on one target. */
export function siteOf(ids: readonly string[] = LINES, fields: Partial<Inventory> = {}): Inventory {
  return inventory({
    ports: [port({ id: 'dxcon-old' }), port({ id: 'dxcon-new', linkMbps: 100_000 })],
    lines: ids.map((id, index) => line(id, { vlan: 100 + index, mbps: 100 })),
    ...fields,
  });
}

export function planFor(ids: readonly string[] = LINES, fields: Parameters<typeof request>[0] = {}): Plan {
  return planOf(siteOf(ids), request({ drainId: ID, ...fields }));
}

export const packed = (plan: Plan) => Buffer.from(packPlan(plan)).toString('base64');

/** A ledger of both kinds in memory, and what commands need besides. */
export class CommandStage {
  now = READ_AT;
  readonly drains = new MemoryDrains();
  readonly core = new MemoryLedger();
  readonly sent: MigrationRequest[] = [];
  inventory: Inventory = siteOf();
  /** How often the inventory was read. */
  readings = 0;
  /** Called before each write of the ledger, with its name. */
  before: ((write: string) => Promise<void>) | undefined;
  readonly ports: CommandPorts;
  #ids = 0;

  constructor(settings: Partial<CommandPorts['settings']> = {}) {
    const drains = this.drains;
    const core = this.core;
    const guarded = <Parameters extends unknown[], Result>(
      write: string,
      act: (...parameters: Parameters) => Promise<Result>,
    ) => {
      return async (...parameters: Parameters): Promise<Result> => {
        const { before } = this;
        await before?.(write);
        return act(...parameters);
      };
    };
    this.ports = {
      ledger: {
        createDrain: guarded('createDrain', drains.createDrain),
        readDrain: drains.readDrain,
        setDrain: guarded('setDrain', drains.setDrain),
        addStop: drains.addStop,
        setApproval: guarded('setApproval', drains.setApproval),
        dueDrains: drains.dueDrains,
        putPlan: guarded('putPlan', drains.putPlan),
        readPlan: drains.readPlan,
        read: (key) => core.read(key),
        readVerification: (key) => core.readVerification(key),
        readConnection: (id) => core.readConnection(id),
        readControl: core.readControl,
        setGuards: guarded('setGuards', core.setGuards),
        setRunning: guarded('setRunning', core.setRunning),
      },
      readInventory: async () => {
        this.readings++;
        return this.inventory;
      },
      send: async (message) => void this.sent.push(message),
      sendTick: async () => {},
      bus: { publish: async () => {} },
      clock: () => this.now,
      newId: () => `stop-${++this.#ids}`,
      log: () => {},
      settings: {
        ...{ drainTickMs: 15_000, drainApprovals: 1, staleMs: 60_000, clockSkewMs: 5_000 },
        ...{ verifyWithinMs: 600_000, soakMs: 300_000, minRequestedAt: '2026-01-01T00:00:00.000Z' },
        ...settings,
      },
      parents: ['dxcon-old', 'dxcon-new'],
      serviceVersion: '0.0.0-test',
      plans: plans(drains),
    };
  }

  /** The command by its name; who and why are added. */
  run(command: Record<string, unknown> & { action: string }): Promise<DrainAnswer | DrainDeclined> {
    return drainCommand({ drainId: ID, ...WHO, ...command } as DrainCommand, this.ports);
  }

  /** The same, which must not be declined. */
  async done(command: Record<string, unknown> & { action: string }): Promise<DrainAnswer> {
    const answer = await this.run(command);
    if (answer.result === 'declined') throw new Error(JSON.stringify(answer));
    return answer;
  }

  submit(plan: Plan): Promise<DrainAnswer | DrainDeclined> {
    return this.run({ action: 'submit', plan: packed(plan) });
  }

  approve({ drainId = ID, rev = 1, digest }: { drainId?: string; rev?: number; digest: string }) {
    return approve({ action: 'approve', drainId, rev, digest, by: 'ben', why: 'reviewed' }, this.ports);
  }

  drain(drainId = ID): Drain {
    const stored = this.drains.drains.get(drainId);
    if (!stored) throw new Error(`there is no ${drainId}`);
    return structuredClone(stored.drain);
  }

  /** As if the driver, or anyone, had written it. */
  async put(fields: Partial<Drain>, drainId = ID): Promise<void> {
    const stored = await this.drains.readDrain(drainId);
    if (!stored) throw new Error(`there is no ${drainId}`);
    await this.drains.setDrain(stored.version, { ...stored.drain, ...fields }, this.now);
  }

  async putLine(connectionId: string, fields: Partial<LineProgress>, drainId = ID): Promise<void> {
    const { lines } = this.drain(drainId);
    await this.put(
      { lines: { ...lines, [connectionId]: { state: 'planned', expired: 0, ...lines[connectionId], ...fields } } },
      drainId,
    );
  }

  /** Released once, and come to this state; and what its request says. */
  async release(connectionId: string, state: LineState, request?: RequestItem['state'], drainId = ID): Promise<void> {
    const times = { releasedAtMs: this.now, requestedAtMs: this.now, notAfterMs: this.now + 900_000 };
    await this.putLine(connectionId, { state, try: { number: 1, rev: 1, wave: 1, ...times } }, drainId);
    if (request) this.putRequest(requestIdOf({ drainId, connectionId, try: 1 }), request);
  }

  putRequest(requestId: string, state: RequestItem['state']): void {
    const attempt = { id: 'a', startedAtMs: this.now, previousParent: 'dxcon-old', seen: {} };
    this.core.requests.set(`${DRAINS_TENANT}#${requestId}`, {
      ...({ tenant: DRAINS_TENANT, request: { requestId }, state, attempts: 1, attempt } as unknown as RequestItem),
      ...{ ended: { atMs: this.now, parent: null }, history: [], wokenBy: 'reconcile' },
    });
  }

  /** As the driver would: all customers are told. */
  async tellAll(): Promise<void> {
    const { announcement, lines } = this.drain();
    if (!announcement) throw new Error('it was not announced');
    await this.put({ announcement: { ...announcement, published: Object.keys(lines).length, doneAtMs: this.now } });
  }

  /** Submitted, approved, announced in time. */
  async ready(plan: Plan = planFor()): Promise<Plan> {
    await this.submit(plan);
    await this.approve(plan);
    await this.done({ action: 'announce', digest: plan.digest });
    await this.tellAll();
    return plan;
  }

  async started(plan: Plan = planFor()): Promise<Plan> {
    await this.ready(plan);
    this.now = FROM;
    await this.done({ action: 'start', digest: plan.digest });
    return plan;
  }

  /** Ids of its stops. */
  stops(drainId = ID): string[] {
    return this.drain(drainId).stops.map(({ id }) => id);
  }
}

/** The reasons of what was declined, in one text. */
export function whyDeclined(answer: DrainAnswer | DrainDeclined): string {
  if (answer.result !== 'declined') throw new Error(`it was ${answer.result}`);
  return [answer.why, ...(answer.because ?? []).map(({ about, why }) => `${about ?? ''} ${why}`)].join('; ');
}

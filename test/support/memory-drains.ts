import type { Drain, StoredDrain } from '../../src/drain/run/drain.ts';
import type { Drains } from '../../src/drain/run/ports.ts';
import { copy } from './copy.ts';

/** The conditions of the ledger's drains in plain code; the suite of drains.test.ts holds it to the real one. */
export class MemoryDrains implements Drains {
  readonly drains = new Map<string, StoredDrain>();
  /** By `<drainId>#<rev>`. */
  readonly plans = new Map<string, Uint8Array>();

  createDrain: Drains['createDrain'] = async (drain, dueAtMs) => {
    if (this.drains.has(drain.drainId)) return false;
    this.#put(drain, 1, dueAtMs);
    return true;
  };

  readDrain: Drains['readDrain'] = async (drainId) => copy(this.drains.get(drainId));

  setDrain: Drains['setDrain'] = async (version, drain, dueAtMs) => {
    const stored = this.drains.get(drain.drainId);
    if (stored?.version !== version) return false;
    const { approval } = stored.drain;
    const { approval: _given, ...rest } = drain;
    this.#put({ ...rest, ...(approval ? { approval } : {}) }, version + 1, dueAtMs);
    return true;
  };

  addStop: Drains['addStop'] = async (drainId, stop, dueAtMs) => {
    const stored = this.drains.get(drainId);
    if (!stored) return undefined;
    const { drain, version } = stored;
    this.#put({ ...drain, stops: [...drain.stops, stop] }, version + 1, dueAtMs);
    return this.readDrain(drainId);
  };

  setApproval: Drains['setApproval'] = async (drainId, version, approval, dueAtMs) => {
    const stored = this.drains.get(drainId);
    if (stored?.version !== version) return false;
    this.#put({ ...stored.drain, approval }, version + 1, dueAtMs);
    return true;
  };

  dueDrains: Drains['dueDrains'] = async (now) => {
    const due = [...this.drains.values()].filter(({ dueAtMs = Number.POSITIVE_INFINITY }) => dueAtMs <= now);
    const inOrder = due.toSorted((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0));
    return { drainIds: inOrder.map(({ drain }) => drain.drainId) };
  };

  putPlan: Drains['putPlan'] = async (drainId, rev, packed) => {
    const key = `${drainId}#${rev}`;
    if (this.plans.has(key)) return false;
    this.plans.set(key, packed);
    return true;
  };

  readPlan: Drains['readPlan'] = async (drainId, rev) => this.plans.get(`${drainId}#${rev}`);

  #put(drain: Drain, version: number, dueAtMs: number | undefined): void {
    const stored = { drain: copy(drain), version, ...(dueAtMs === undefined ? {} : { dueAtMs }) };
    this.drains.set(drain.drainId, stored);
  }
}

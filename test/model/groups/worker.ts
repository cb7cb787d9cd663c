import { askToEnter, enter } from '../../../src/migration/groups/enter.ts';
import { type Entry, goTogether } from '../../../src/migration/groups/group.ts';
import { withoutAttempt } from '../../../src/migration/groups/leave.ts';
import type { Rules } from './rules.ts';
import {
  at,
  IDLE_WORKER,
  type Plan,
  put,
  type RequestPlan,
  type State,
  type Step,
  unusedId,
  type Worker,
} from './state.ts';

/** How often a holder stands down at most: each time, it may take the lock once more. */
const STAND_DOWNS = 2;

/** One `advance()` of a request, a write at a time; what it has read may be old by the time it writes. */
export function workerSteps(state: State, index: number, plan: Plan, rules: Rules): Step[] {
  const steps = new Run(state, index, plan, rules).steps();
  return steps.map(([what, next]): Step => [`worker ${index} ${what}`, next]);
}

class Run {
  readonly #state: State;
  readonly #index: number;
  readonly #plan: Plan;
  readonly #rules: Rules;
  readonly #request: number;
  readonly #wanted: RequestPlan;
  readonly #worker: Worker;

  constructor(state: State, index: number, plan: Plan, rules: Rules) {
    this.#state = state;
    this.#index = index;
    this.#plan = plan;
    this.#rules = rules;
    this.#request = at(plan.workers, index);
    this.#wanted = at(plan.requests, this.#request);
    this.#worker = at(state.workers, index);
  }

  steps(): Step[] {
    const { at: where } = this.#worker;
    const steps = this.#stepsAt(where);
    if (where === 'idle' || this.#state.deaths === 0) return steps;
    return [...steps, ['dies', { ...this.#rest(), deaths: this.#state.deaths - 1 }]];
  }

  #stepsAt(where: Worker['at']): Step[] {
    switch (where) {
      case 'idle':
        return this.#start();
      case 'standDown':
        return this.#standDown();
      case 'yield':
        return this.#yieldLock();
      case 'verdict':
        return this.#readVerdict();
      case 'enter':
        return this.#enter();
      case 'intent':
        return this.#intend();
      case 'check':
        return this.#checkAgain();
      case 'answer':
        return [];
      case 'leave':
        return this.#leave();
    }
  }

  get #item() {
    return at(this.#state.requests, this.#request);
  }

  get #connection() {
    return at(this.#state.connections, this.#wanted.line);
  }

  #go(where: Worker['at'], change: Partial<Worker> = {}, state: State = this.#state): State {
    return { ...state, workers: put(state.workers, this.#index, { ...change, at: where }) };
  }

  #rest(state: State = this.#state): State {
    return this.#go('idle', IDLE_WORKER, state);
  }

  #withItem(change: Partial<State['requests'][number]>): State {
    return { ...this.#state, requests: put(this.#state.requests, this.#request, change) };
  }

  /** Reads the request, and takes the lock of its line. Who has read it before another worker changed it, finds that out later. */
  #start(): Step[] {
    const { state, attempts } = this.#item;
    if (state !== 'RECEIVED') return [];
    const isOver = attempts >= this.#plan.attempts;
    const expiry: Step[] = isOver || this.#plan.expires ? [['expires', this.#withItem({ state: 'REJECTED' })]] : [];
    return isOver ? expiry : [...expiry, ...this.#takeLock()];
  }

  #takeLock(): Step[] {
    const { active, fence, lastOrder } = this.#connection;
    if (lastOrder !== null && lastOrder >= this.#wanted.order) {
      return [['is superseded', this.#withItem({ state: 'REJECTED' })]];
    }
    if (active !== null && active !== this.#request) return this.#meetHolder(active);
    if (active !== null && fence > this.#item.fence) return [];
    return this.#look();
  }

  #meetHolder(active: number): Step[] {
    const { movedBy, from } = this.#connection;
    const { state, attempts, fence } = at(this.#state.requests, active);
    const isBack = movedBy !== null && from === this.#wanted.to && !this.#rules.isSettled(movedBy, this.#state);
    const goesBackToo = at(this.#plan.requests, active).to === this.#wanted.to;
    if (state !== 'RECEIVED' || !isBack || attempts > 0 || goesBackToo || fence >= STAND_DOWNS) return [];
    return [['finds a holder', this.#go('standDown', { holder: { request: active, attempts, fence } })]];
  }

  /** The second look, under the lock. Where the line is elsewhere, the request ends without a call. */
  #look(): Step[] {
    const { attempts, fence, attempt: prior } = this.#item;
    const side = at(this.#state.lines, this.#wanted.line);
    if (side !== this.#wanted.from) {
      const state = side === this.#wanted.to ? 'MIGRATED' : 'REJECTED';
      return [['finds the line elsewhere', this.#withItem({ state })]];
    }
    const connections = put(this.#state.connections, this.#wanted.line, { active: this.#request, fence });
    const isBack = this.#connection.from === this.#wanted.to;
    const change = { attempts, fence, prior, side };
    return [['takes the lock', this.#go(isBack ? 'verdict' : 'enter', change, { ...this.#state, connections })]];
  }

  #standDown(): Step[] {
    const { holder } = this.#worker;
    if (!holder) throw new Error('there is no one to stand down');
    const { state, attempts, fence } = at(this.#state.requests, holder.request);
    if (state !== 'RECEIVED' || attempts !== holder.attempts || fence !== holder.fence)
      return [['is late', this.#rest()]];
    const next = fence + (this.#rules.movesFence ? 1 : 0);
    const requests = put(this.#state.requests, holder.request, { fence: next });
    return [['has the holder stand down', this.#go('yield', {}, { ...this.#state, requests })]];
  }

  #yieldLock(): Step[] {
    const { holder } = this.#worker;
    const isHolders = this.#connection.active === holder?.request && this.#connection.fence === holder?.fence;
    if (!isHolders) return [['finds the lock taken anew', this.#rest()]];
    const connections = put(this.#state.connections, this.#wanted.line, { active: null, fence: 0 });
    return [["frees the holder's lock", this.#rest({ ...this.#state, connections })]];
  }

  #readVerdict(): Step[] {
    const { movedBy } = this.#connection;
    const isOpen = movedBy !== null && !this.#rules.isSettled(movedBy, this.#state);
    return [['reads the verdict', this.#go('enter', { goesBack: isOpen })]];
  }

  /** Reading the group and replacing what was read is one step: where it was changed in between, both are repeated. */
  #enter(): Step[] {
    if (this.#state.isPaused) return [['finds a pause', this.#rest()]];
    const { group } = this.#state;
    const id = unusedId(this.#request, this.#state);
    const mine = this.#entryOf(id);
    const rules = { lock: this.#plan.lock, isWayBack: this.#isWayBack(), now: 0, pollIntervalMs: 0 };
    const entered = enter(group, mine, rules);
    if (entered.kind === 'entered') {
      return [['enters', this.#go('intent', { id, beside: this.#beside() }, { ...this.#state, group: entered.group })]];
    }
    const asked = this.#plan.asks ? askToEnter(group, mine.connectionId, 0, 0) : group;
    return [['waits for the group', this.#rest({ ...this.#state, group: asked })]];
  }

  #entryOf(id: string): Entry {
    const { line, order, name } = this.#wanted;
    const { side } = this.#worker;
    const named = name === undefined ? {} : { name };
    const ids = { connectionId: `${line}`, attemptId: this.#rules.entryId(id), request: `${this.#request}` };
    return { ...ids, orderKey: order, side: side ?? '', ...named, atMs: 0 };
  }

  #isWayBack(): boolean {
    const { movedBy, from } = this.#connection;
    const last = movedBy === null || from === null ? undefined : { request: `${movedBy}`, from };
    const line = { connectionId: `${this.#wanted.line}`, target: this.#wanted.to };
    return this.#rules.mayGoBack(this.#state.group, line, last, this.#worker.goesBack ? undefined : 'HEALTHY');
  }

  /** In truth: who entered together with the line's earlier move, whose entry stands, if this one takes it back. */
  #beside(): string[] {
    const { entries } = this.#state.group;
    const isMine = ({ connectionId }: Entry) => connectionId === `${this.#wanted.line}`;
    const first = entries.find(({ connectionId, request }) => {
      const isEarlier = connectionId === `${this.#wanted.line}` && request !== `${this.#request}`;
      return isEarlier && at(this.#state.requests, Number(request)).from === this.#wanted.to;
    });
    if (!first) return [];
    const others = entries.filter((entry) => !isMine(entry) && goTogether(first, entry, this.#plan.lock));
    return others.map(({ attemptId }) => attemptId);
  }

  #intend(): Step[] {
    const { id, attempts, fence, side, beside } = this.#worker;
    const item = this.#item;
    const isAsRead = item.state === 'RECEIVED' && item.attempts === attempts && item.fence === fence;
    if (!isAsRead) return [['finds the request changed', this.#go('leave')]];
    const state = this.#withItem({ state: 'CALLING', attempts: attempts + 1, attempt: id, from: side });
    const inTruth = at(this.#state.lines, this.#wanted.line);
    const risk = { request: this.#request, attempt: id ?? '', side: inTruth, isReleased: false, beside };
    return [['writes its intent', this.#go('check', {}, { ...state, risks: [...state.risks, risk] })]];
  }

  /** Once more after the intent: a pause revokes it. */
  #checkAgain(): Step[] {
    if (this.#state.isPaused) return this.#revoke();
    const calls = [...this.#state.calls, { request: this.#request, attempt: this.#worker.id ?? '' }];
    return [['calls', this.#go('answer', {}, { ...this.#state, calls })]];
  }

  #revoke(): Step[] {
    const { id, attempts, prior } = this.#worker;
    const { state, attempt } = this.#item;
    if (state !== 'CALLING' || attempt !== id) return [['cannot revoke', this.#rest()]];
    const risks = this.#state.risks.filter((risk) => risk.attempt !== id);
    const revoked = { ...this.#withItem({ state: 'RECEIVED', attempts, attempt: prior }), risks };
    return [['revokes', this.#go('leave', {}, revoked)]];
  }

  #leave(): Step[] {
    const group = withoutAttempt(this.#state.group, this.#rules.entryId(this.#worker.id ?? ''));
    return [['leaves', this.#rest({ ...this.#state, group })]];
  }
}

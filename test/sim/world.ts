import type { ConnectionRecord } from '../../src/contract/connection-record.ts';
import type { Answer } from '../../src/migration/call/classify-answer.ts';
import type { Parent } from '../../src/migration/ports/direct-connect.ts';
import { Disturbances } from './disturbances.ts';
import type { Health } from './health.ts';
import { History } from './history.ts';
import { CLOSED_LAG, EXISTING_PARENTS, LINES, type Line, lineOf, locationOf } from './topology.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface Move {
  connectionId: string;
  from: string;
  to: string;
  at: number;
}

/** Where a line is and in what state; undefined while it does not exist. */
interface Place {
  parent: string;
  state: 'available' | 'deleting';
}

/** A line that is listed on a parent for so long, even when it has left it. */
interface Kept {
  connectionId: string;
  parent: string;
  from: number;
  until: number;
}

/** The truth of Direct Connect, with its past: Describe may show any moment of it. */
export class World {
  /** What others than the service have done to lines. */
  readonly disturbances: Disturbances;
  readonly #time: VirtualTime;
  readonly #lines: readonly Line[];
  readonly #places: ReadonlyMap<string, History<Place | undefined>>;
  readonly #parents = new Map(
    EXISTING_PARENTS.map((id) => [id as string, new History<Parent | 'absent'>(firstState(id))]),
  );
  readonly #transition: number;
  /** Which lines are well where they are. */
  readonly #health: Health;
  readonly #kept: Kept[] = [];

  /**
   * @param transition how long a connection is "in a transitioning state" after a move, in milliseconds
   * @param more lines that there are besides those that every run has
   */
  constructor(time: VirtualTime, transition: number, more: readonly Line[], health: Health) {
    this.#health = health;
    this.#time = time;
    this.#lines = [...LINES, ...more];
    this.#places = new Map(this.#lines.map((line) => [line.connectionId, new History(firstPlace(line))]));
    this.#transition = transition;
    this.disturbances = new Disturbances(time);
  }

  parentOf(connectionId: string, at: number = this.#time.now): string | undefined {
    return this.#places.get(connectionId)?.at(at)?.parent;
  }

  /** Where it was in a span of time, its ends included. */
  parentsWithin(connectionId: string, from: number, until: number): (string | undefined)[] {
    const changes = this.#places.get(connectionId)?.changesWithin(from, until) ?? [];
    return [from, ...changes].map((at) => this.parentOf(connectionId, at));
  }

  isDeleting(connectionId: string, at: number): boolean {
    return this.#places.get(connectionId)?.at(at)?.state === 'deleting';
  }

  /** What is on a parent. Each line is shown as it was at a moment of its own. */
  listing(parentId: string, at: () => number): ConnectionRecord[] | 'absent' {
    if (this.describeParent(parentId, at()) === 'absent') return 'absent';
    return this.#lines.flatMap((line) => {
      const { connectionId } = line;
      const moment = at();
      const place = this.#places.get(connectionId)?.at(moment);
      const isKept = place && this.#keptOf(connectionId).some(({ parent }) => parent === parentId);
      return place && (isKept || place.parent === parentId) ? [recordOf(line, this.#stateOf(line, moment))] : [];
    });
  }

  #stateOf({ connectionId }: Line, at: number): 'available' | 'deleting' | 'down' {
    const state = this.#places.get(connectionId)?.at(at)?.state ?? 'available';
    return state === 'available' && !this.#health.isWell(connectionId, at) ? 'down' : state;
  }

  /** Whether a line was on a parent, and its state, at every moment of a span of time at which either changed, its ends included. */
  statesWithin(connectionId: string, from: number, until: number): { parent: string | undefined; state: string }[] {
    const line = lineOf(connectionId);
    const changes = this.#places.get(connectionId)?.changesWithin(from, until) ?? [];
    const moments = [from, ...changes, ...this.#health.changesWithin(connectionId, from, until)];
    return moments.map((at) => ({
      parent: this.parentOf(connectionId, at),
      state: line ? this.#stateOf(line, at) : 'none',
    }));
  }

  /**
   * From now on the line is listed where it is, also when it has left it: others cannot distinguish that from a change by
   * hand.
   */
  keepListed(connectionId: string, until: number): void {
    const parent = this.parentOf(connectionId);
    if (parent === undefined) return;
    this.#kept.push({ connectionId, parent, from: this.#time.now, until });
    this.disturbances.addUntil(connectionId, until);
  }

  #keptOf(connectionId: string): Kept[] {
    const { now } = this.#time;
    return this.#kept.filter((kept) => kept.connectionId === connectionId && kept.until > now);
  }

  /** Whether every observation of so long ago or less has shown the line on both of these parents. */
  isListedOnBoth(connectionId: string, parents: readonly string[], since: number): boolean {
    const { now } = this.#time;
    const place = this.parentOf(connectionId);
    if (place === undefined || this.#places.get(connectionId)?.changesWithin(since, now).length !== 0) return false;
    const kept = this.#keptOf(connectionId).filter(({ parent, from }) => parent !== place && from <= since);
    return (
      parents.includes(place) && kept.some(({ parent }) => parents.includes(parent) && this.#isThere(parent, since))
    );
  }

  /** All the time since then: of a parent that has vanished nothing is listed. */
  #isThere(parentId: string, since: number): boolean {
    const changes = this.#parents.get(parentId)?.changesWithin(since, this.#time.now).length;
    return this.describeParent(parentId) !== 'absent' && changes === 0;
  }

  /** Whether any line was listed where it was not, since then. */
  anyKeptSince(since: number): boolean {
    return this.#kept.some(({ until }) => until >= since);
  }

  describeParent(parentId: string, at: number = this.#time.now): Parent | 'absent' {
    return this.#parents.get(parentId)?.at(at) ?? 'absent';
  }

  /** Changes a parent, unless it is gone. */
  changeParent(parentId: string, change: Partial<Parent>): void {
    const parent = this.describeParent(parentId);
    if (parent !== 'absent') this.#parents.get(parentId)?.set(this.#time.now, { ...parent, ...change });
  }

  /** Deletes a parent, if nothing is on it: Direct Connect refuses otherwise. */
  deleteParent(parentId: string): void {
    const isEmpty = this.#lines.every(({ connectionId }) => this.parentOf(connectionId) !== parentId);
    if (isEmpty) this.#parents.get(parentId)?.set(this.#time.now, 'absent');
  }

  /** AssociateConnectionWithLag: an interconnect becomes a member, and what is on it goes along. */
  joinLag(parentId: string, lagId: string): void {
    if (this.describeParent(lagId) === 'absent') return;
    const riders = this.#lines.filter(({ connectionId }) => this.parentOf(connectionId) === parentId);
    if (riders.some(({ connectionId }) => this.isVlanTaken(connectionId, lagId, this.#time.now))) return;
    this.changeParent(parentId, { memberOf: lagId });
    for (const { connectionId } of riders) this.#place(connectionId, { parent: lagId, state: 'available' });
  }

  /** Someone moves a line past the service. */
  moveByHand(connectionId: string, parentId: string): void {
    const { move } = this.associate(connectionId, parentId);
    if (move) this.disturbances.add(connectionId);
  }

  /** Someone has a line deleted: it goes after a while. */
  deleteLine(connectionId: string, after: number): void {
    const parent = this.parentOf(connectionId);
    if (parent === undefined) return;
    this.#place(connectionId, { parent, state: 'deleting' });
    this.#time.at(this.#time.now + after, () => this.#place(connectionId, undefined));
  }

  makeLine(connectionId: string, parent: string): void {
    const isFree = this.describeParent(parent) !== 'absent' && this.parentOf(connectionId) === undefined;
    if (isFree) this.#place(connectionId, { parent, state: 'available' });
  }

  #place(connectionId: string, place: Place | undefined): void {
    this.#places.get(connectionId)?.set(this.#time.now, place);
    this.disturbances.add(connectionId);
  }

  /** Whether another line with its VLAN was on the parent then. */
  isVlanTaken(connectionId: string, parentId: string, at: number): boolean {
    const line = lineOf(connectionId);
    return this.#lines.some(
      (other) => other !== line && other.vlan === line?.vlan && this.parentOf(other.connectionId, at) === parentId,
    );
  }

  /** Whether something was so at any moment of a span of time. */
  everWithin(from: number, to: number, isSo: (at: number) => boolean): boolean {
    const histories: History<unknown>[] = [...this.#places.values(), ...this.#parents.values()];
    return [from, ...histories.flatMap((history) => history.changesWithin(from, to))].some(isSo);
  }

  /** AssociateHostedConnection reaches the service: what it answers, and whether it moved the connection. */
  associate(connectionId: string, parentId: string): { answer: Answer; move?: Move } {
    const places = this.#places.get(connectionId);
    const line = lineOf(connectionId);
    const place = places?.now;
    if (!line || !places || !place) return refuse('DIRECT_CONNECT_REFUSED');
    const parent = this.describeParent(parentId);
    if (parent === 'absent') return refuse('PARENT_NOT_FOUND');
    // Not documented. The hardest answer to get right: it must not be reported as a failure of a move that was made.
    if (place.parent === parentId) return refuse('DIRECT_CONNECT_REFUSED');
    if (place.state === 'deleting') return refuse('CONNECTION_STATE');
    if (parent.memberOf !== undefined || !parent.allowsHostedConnections) return refuse('PARENT_CANNOT_HOST');
    const { now } = this.#time;
    if (places.changesWithin(now - this.#transition, now).length > 0) {
      return { answer: { kind: 'transitioning', awsError: CLIENT_ERROR } };
    }
    if (this.isVlanTaken(connectionId, parentId, now)) return refuse('VLAN_CONFLICT');
    places.set(now, { parent: parentId, state: 'available' });
    this.#health.moved(connectionId);
    const answer = {
      kind: 'moved',
      connection: recordOf(line, this.#stateOf(line, now)),
      awsRequestId: `aws-${now}`,
    } as const;
    return { answer, move: { connectionId, from: place.parent, to: parentId, at: now } };
  }
}

export const CLIENT_ERROR = 'DirectConnectClientException';

export function refuse(code: Extract<Answer, { kind: 'refused' }>['code']): { answer: Answer } {
  return { answer: { kind: 'refused', code, message: 'refused', awsError: CLIENT_ERROR } };
}

function firstPlace({ parent }: Line): Place | undefined {
  return parent === undefined ? undefined : { parent, state: 'available' };
}

function firstState(parentId: string): Parent {
  return { state: 'available', allowsHostedConnections: parentId !== CLOSED_LAG };
}

function recordOf(line: Line, connectionState: string): ConnectionRecord {
  const { connectionId, ownerAccount, vlan } = line;
  return { connectionId, ownerAccount, vlan, connectionState, location: locationOf(line) };
}

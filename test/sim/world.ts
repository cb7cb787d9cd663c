import type { ConnectionRecord } from '../../src/contract/connection-record.ts';
import type { Answer } from '../../src/migration/classification.ts';
import type { Parent } from '../../src/migration/ports.ts';
import { History } from './history.ts';
import { CLOSED_LAG, EXISTING_PARENTS, LINES, type Line } from './topology.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface Move {
  connectionId: string;
  from: string;
  to: string;
  at: number;
}

/** The truth of Direct Connect, with its past: Describe may show any moment of it. */
export class World {
  readonly #time: VirtualTime;
  readonly #parents = new Map(LINES.map(({ connectionId, parent }) => [connectionId, new History(parent)]));
  readonly #states = new Map(EXISTING_PARENTS.map((parent) => [parent as string, new History('available')]));
  readonly #transition: number;

  /** @param transition how long a connection is "in a transitioning state" after a move, in milliseconds */
  constructor(time: VirtualTime, transition: number) {
    this.#time = time;
    this.#transition = transition;
  }

  parentOf(connectionId: string, at: number = this.#time.now): string | undefined {
    return this.#parents.get(connectionId)?.at(at);
  }

  /** What is on a parent, as it was then. */
  listing(parentId: string, at: number): ConnectionRecord[] | 'absent' {
    if (!this.#states.has(parentId)) return 'absent';
    return LINES.filter(({ connectionId }) => this.parentOf(connectionId, at) === parentId).map(recordOf);
  }

  describeParent(parentId: string, at: number): Parent | 'absent' {
    const state = this.#states.get(parentId)?.at(at);
    return state === undefined ? 'absent' : { state, allowsHostedConnections: parentId !== CLOSED_LAG };
  }

  setParentState(parentId: string, at: number, state: string): void {
    this.#states.get(parentId)?.set(at, state);
  }

  /** Whether another line with its VLAN was on the parent then. */
  isVlanTaken(connectionId: string, parentId: string, at: number): boolean {
    const line = lineOf(connectionId);
    return LINES.some(
      (other) => other !== line && other.vlan === line?.vlan && this.parentOf(other.connectionId, at) === parentId,
    );
  }

  /** Whether something was so at any moment of a span of time. */
  everWithin(from: number, to: number, isSo: (at: number) => boolean): boolean {
    const histories: History<string>[] = [...this.#parents.values(), ...this.#states.values()];
    return [from, ...histories.flatMap((history) => history.changesWithin(from, to))].some(isSo);
  }

  /** AssociateHostedConnection reaches the service: what it answers, and whether it moved the connection. */
  associate(connectionId: string, parentId: string): { answer: Answer; move?: Move } {
    const line = lineOf(connectionId);
    const parents = this.#parents.get(connectionId);
    if (!line || !parents) return refuse('DIRECT_CONNECT_REFUSED');
    if (!this.#states.has(parentId)) return refuse('PARENT_NOT_FOUND');
    const from = parents.now;
    // Not documented. The hardest answer to get right: it must not be told as a failure of a move that was made.
    if (from === parentId) return refuse('DIRECT_CONNECT_REFUSED');
    const { now } = this.#time;
    if (parents.changesWithin(now - this.#transition, now).length > 0) {
      return { answer: { kind: 'transitioning', awsError: CLIENT_ERROR } };
    }
    if (this.isVlanTaken(connectionId, parentId, now)) return refuse('VLAN_CONFLICT');
    parents.set(now, parentId);
    const answer = { kind: 'moved', connection: recordOf(line), awsRequestId: `aws-${now}` } as const;
    return { answer, move: { connectionId, from, to: parentId, at: now } };
  }
}

export const CLIENT_ERROR = 'DirectConnectClientException';

export function refuse(code: Extract<Answer, { kind: 'refused' }>['code']): { answer: Answer } {
  return { answer: { kind: 'refused', code, message: 'refused', awsError: CLIENT_ERROR } };
}

function lineOf(connectionId: string): Line | undefined {
  return LINES.find((line) => line.connectionId === connectionId);
}

function recordOf({ connectionId, ownerAccount, vlan }: Line): ConnectionRecord {
  return { connectionId, ownerAccount, vlan, connectionState: 'available' };
}

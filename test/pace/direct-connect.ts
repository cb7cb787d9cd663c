import type { ConnectionRecord } from '../../src/contract/connection-record.ts';
import type { Answer } from '../../src/migration/call/classify-answer.ts';
import type { Random } from '../support/random.ts';

const BURST = 2;

/** Lines that are put on one parent, unless it is to be another number: VLANs are unique on it, so 4,094 at most. */
const LINES_ON_A_PARENT = 500;

/** A line and where it is: on `old-n` before its move, on `new-n` after it. */
interface Line {
  record: Placed;
  parent: string;
}

type Placed = ConnectionRecord & Required<Pick<ConnectionRecord, 'connectionId' | 'ownerAccount' | 'vlan'>>;

/** A call as it reached Direct Connect. */
export interface Call {
  connectionId: string;
  ownerAccount: string;
  from: string;
  /** Milliseconds since the epoch. */
  atMs: number;
  answer: Answer['kind'];
}

/** Direct Connect with as many lines as the bench needs, and an API rate of its own. */
export class DirectConnectWorld {
  readonly #lines = new Map<string, Line>();
  readonly #parents = new Map<string, Set<string>>();
  readonly #now: () => number;
  readonly #apiRate: number | undefined;
  readonly #random: Random;
  readonly #refusals: number;
  readonly #linesOnAParent: number;
  #tokens = BURST;
  #filledAt = 0;
  calls = 0;
  listings = 0;
  linesListed = 0;
  throttles = 0;
  readonly calledAt: Call[] = [];

  /** @param now milliseconds */
  constructor(
    now: () => number,
    apiRate: number | undefined,
    refusals: number,
    random: Random,
    linesOnAParent = LINES_ON_A_PARENT,
  ) {
    this.#linesOnAParent = linesOnAParent;
    this.#now = now;
    this.#apiRate = apiRate;
    this.#refusals = refusals;
    this.#random = random;
  }

  get parents(): string[] {
    return [...this.#parents.keys()];
  }

  /** @returns the parents that its request names */
  add(connectionId: string, ownerAccount: string): { from: string; to: string } {
    const number = this.#lines.size;
    const pair = Math.floor(number / this.#linesOnAParent);
    const [from, to] = [`dxcon-old${pair}`, `dxlag-new${pair}`];
    this.place({ connectionId, ownerAccount, vlan: 2 + (number % this.#linesOnAParent) }, from, to);
    return { from, to };
  }

  /** A line on one parent, and another one to which it may go. */
  place(record: Placed, from: string, to: string): void {
    const { connectionId } = record;
    this.#lines.set(connectionId, {
      record: { ...record, connectionState: 'available', bandwidth: '1Gbps' },
      parent: from,
    });
    for (const parent of [from, to]) if (!this.#parents.has(parent)) this.#parents.set(parent, new Set());
    this.#parents.get(from)?.add(connectionId);
  }

  list(parentId: string): ConnectionRecord[] | 'absent' {
    this.listings++;
    const ids = this.#parents.get(parentId);
    if (!ids) return 'absent';
    this.linesListed += ids.size;
    return [...ids].flatMap((id) => this.#lines.get(id)?.record ?? []);
  }

  associate(connectionId: string, parentId: string): Answer {
    this.calls++;
    const line = this.#lines.get(connectionId);
    if (!line) throw new Error(`no line ${connectionId}`);
    const call = { connectionId, ownerAccount: line.record.ownerAccount, from: line.parent, atMs: this.#now() };
    const answer = this.#answer(line, parentId);
    this.calledAt.push({ ...call, answer: answer.kind });
    return answer;
  }

  #answer(line: Line, parentId: string): Answer {
    const { connectionId } = line.record;
    if (!this.#takeToken()) {
      this.throttles++;
      return { kind: 'neverRan', cause: 'throttled' };
    }
    if (this.#random.chance(this.#refusals / 100)) {
      return { kind: 'refused', code: 'VLAN_CONFLICT', message: 'refused', awsError: 'DirectConnectClientException' };
    }
    this.#parents.get(line.parent)?.delete(connectionId);
    line.parent = parentId;
    this.#parents.get(parentId)?.add(connectionId);
    return { kind: 'moved', connection: line.record };
  }

  #takeToken(): boolean {
    if (this.#apiRate === undefined) return true;
    const now = this.#now();
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#filledAt) / 1000) * this.#apiRate);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}

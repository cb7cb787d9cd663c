import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** What a handler called, by kinds. */
export type Calls = Record<CallKind, number>;

const KINDS = {
  'ledger writes': /^DynamoDB.*\.(?:(?:Put|Update|Delete)Item|BatchWriteItem|TransactWriteItems)$/,
  'ledger reads': /^DynamoDB.*\.(?:GetItem|BatchGetItem|TransactGetItems|Query|Scan)$/,
  Describe: /^OvertureService\.Describe/,
  associate: /^OvertureService\.AssociateHostedConnection$/,
  PutEvents: /^AWSEvents\.PutEvents$/,
  /** None is expected: such a request waits, or its message comes again. */
  other: /^/,
} as const;

export type CallKind = keyof typeof KINDS;

export const CALL_KINDS = Object.keys(KINDS) as CallKind[];

/** Every HTTP server of this process reports here what it gets. */
const CHANNEL = 'http.server.request.start';

/** Counts what reaches the servers of this process, by the access key that signed it. */
export class CallCounter {
  readonly #calls = new Map<string, Calls>();

  start(): void {
    subscribe(CHANNEL, this.#count);
  }

  stop(): void {
    unsubscribe(CHANNEL, this.#count);
  }

  /** What was called with an access key so far. */
  of(accessKeyId: string): Calls {
    return { ...(this.#calls.get(accessKeyId) ?? noCalls()) };
  }

  readonly #count = (message: unknown): void => {
    const { headers } = (message as { request: IncomingMessage }).request;
    const [, accessKeyId] = /Credential=([^/]+)/.exec(headers.authorization ?? '') ?? [];
    if (accessKeyId === undefined) return;
    const target = String(headers['x-amz-target']);
    const kind = CALL_KINDS.find((candidate) => KINDS[candidate].test(target)) ?? 'other';
    const calls = this.#calls.get(accessKeyId) ?? noCalls();
    calls[kind]++;
    this.#calls.set(accessKeyId, calls);
  };
}

/** What was called between two counts. */
export function callsBetween(before: Calls, after: Calls): Calls {
  return mapCalls((kind) => after[kind] - before[kind]);
}

export function mapCalls(of: (kind: CallKind) => number): Calls {
  return Object.fromEntries(CALL_KINDS.map((kind) => [kind, of(kind)])) as Calls;
}

function noCalls(): Calls {
  return mapCalls(() => 0);
}

import type { VerifiedDetail } from '../../../src/contract/operations/verified.ts';
import type { Call } from '../direct-connect.ts';

/** A line that moves, or has moved and is not known to be well: from its call's arrival until a verdict says so. */
interface Down {
  connectionId: string;
  from: string;
  fromMs: number;
  /** Infinite while none does. */
  untilMs: number;
}

/**
 * What was wrong, by what Direct Connect was asked for and what was published of it, and nothing else: at no time two lines of an
 * owner with different source ports moving or unverified. A call that was refused, or never ran, is over with its answer.
 */
export function objectionsTo(calls: readonly Call[], verified: readonly VerifiedDetail[]): string[] {
  const healthyAtMs = new Map(
    verified.flatMap(({ data, metadata }) =>
      data.verdict === 'HEALTHY' ? [[data.connectionId, Date.parse(metadata.occurredAt)]] : [],
    ),
  );
  const objections: string[] = [];
  for (const [owner, own] of Map.groupBy(calls, ({ ownerAccount }) => ownerAccount)) {
    const down = own.map((call) => downOf(call, healthyAtMs));
    for (const [index, one] of down.entries()) {
      const other = down.slice(0, index).find((earlier) => earlier.from !== one.from && overlap(earlier, one));
      if (!other) continue;
      objections.push(
        `${owner}: ${one.connectionId} off ${one.from} beside ${other.connectionId} off ${other.from} at ${one.fromMs}`,
      );
    }
  }
  return objections;
}

function downOf({ connectionId, from, atMs, answer }: Call, healthyAtMs: ReadonlyMap<string, number>): Down {
  const untilMs = answer === 'moved' ? (healthyAtMs.get(connectionId) ?? Number.POSITIVE_INFINITY) : atMs;
  return { connectionId, from, fromMs: atMs, untilMs };
}

function overlap(one: Down, other: Down): boolean {
  return one.fromMs <= other.untilMs && other.fromMs <= one.untilMs;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Trouble, TroubleContext } from './troubles.ts';

export interface TroubleMaker {
  /** How often each trouble was made. */
  counts: ReadonlyMap<string, number>;
  /** Ends it: resolves when nothing goes wrong any more. Throws what kept a trouble from being made. */
  stop(): Promise<void>;
}

/** Makes trouble at random moments until it is stopped; one may begin while another goes on. */
export function makeTrouble(troubles: readonly Trouble[], context: TroubleContext, meanGapMs: number): TroubleMaker {
  const counts = new Map<string, number>(troubles.map(({ name }) => [name, 0]));
  const deck = troubles.flatMap((trouble) => Array.from({ length: trouble.weight }, () => trouble));
  const underWay = new Set<Promise<void>>();
  const errors: unknown[] = [];
  const ending = new AbortController();

  async function loop(): Promise<void> {
    while (!ending.signal.aborted) {
      await sleep(context.random.gap(meanGapMs), undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return;
      const trouble = context.random.pick(deck);
      counts.set(trouble.name, (counts.get(trouble.name) ?? 0) + 1);
      const made = trouble
        .happen(context)
        .catch((error: unknown) => void errors.push(error))
        .finally(() => underWay.delete(made));
      underWay.add(made);
    }
  }

  const ended = loop();
  return {
    counts,
    async stop() {
      ending.abort();
      await ended;
      await Promise.all(underWay);
      await context.directConnect.clearFaults();
      context.stack.dynamoDb.faults.clear();
      if (errors.length > 0) throw errors[0];
    },
  };
}

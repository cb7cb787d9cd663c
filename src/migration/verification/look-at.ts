import { keyOf, type RequestItem } from '../model/request-item.ts';
import { logTransition } from '../model/transition.ts';
import type { ReconcilePorts } from '../ports/ports.ts';
import type { StoredVerification } from '../ports/verifications.ts';
import { type Basis, conclude } from './conclude.ts';
import type { Look } from './judge.ts';
import { afterLook, nextLookAt, type Progress, withoutLook } from './progress.ts';
import { standingOf } from './standing.ts';

/** A line that was moved and is to be looked at: the request that moved it, and what has been seen of it since. */
export interface Line {
  item: RequestItem;
  read: StoredVerification;
}

/**
 * Writes down what a look has shown, or that there was none, and when the next is due; or the verdict that it leads to. False if it
 * does not count: nothing was seen, or another request may have moved the line.
 */
export async function lookAt({ item, read }: Line, look: Look | undefined, ports: ReconcilePorts): Promise<boolean> {
  const standing = await standingOf(item, ports);
  const counted = standing === 'ours' ? look : undefined;
  const progress: Progress =
    standing === 'overtaken'
      ? { verification: read.verification, verdict: 'OVERTAKEN' }
      : counted
        ? afterLook(read.verification, counted, ports.settings)
        : withoutLook(read.verification, ports.clock(), ports.settings);
  const { verification, verdict } = progress;
  logFirstGood({ item, read }, progress, ports);
  if (verdict !== undefined) {
    await conclude(item, read, { verification, verdict }, basisOf(counted), ports);
  } else {
    const dueAtMs = nextLookAt(verification, ports.clock(), ports.settings);
    await ports.ledger.setVerification(keyOf(item), read.version, verification, dueAtMs);
  }
  return counted !== undefined;
}

/** Nothing was seen of a line that is gone. */
function basisOf(look: Look | undefined): Basis {
  if (!look) return { seen: null };
  return { seen: look.kind === 'missing' ? null : look.seen, atMs: look.atMs };
}

/** The first good look of a line about which no one was told yet: how long people may have to wait for theirs. */
function logFirstGood({ item, read }: Line, { verification }: Progress, ports: ReconcilePorts): void {
  const { firstGoodAtMs, movedAtMs } = verification;
  if (firstGoodAtMs === undefined || read.verification.firstGoodAtMs !== undefined) return;
  logTransition(ports, item, 'seenGood', { age: (firstGoodAtMs - movedAtMs) / 1000 });
}

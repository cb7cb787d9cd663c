import { keyOf, type RequestItem } from '../model/request-item.ts';
import { logTransition } from '../model/transition.ts';
import type { VerifyPorts } from '../ports/ports.ts';
import type { StoredVerification } from '../ports/verifications.ts';
import { type Basis, conclude } from './conclude.ts';
import type { Look } from './judge.ts';
import { afterLook, nextLookAt, type Progress, withoutLook } from './progress.ts';
import { standingOf } from './standing.ts';
import type { Verification } from './verification.ts';

/** A line that was moved and is to be looked at: the request that moved it, and what has been seen of it since. */
export interface Line {
  item: RequestItem;
  read: StoredVerification;
}

/**
 * Writes down what a look has shown, or that there was none, and when the next is due; or the verdict that it leads to. False if it
 * does not count: nothing was seen, or another request may have moved the line.
 */
export async function lookAt(line: Line, look: Look | undefined, ports: VerifyPorts): Promise<boolean> {
  const { item, read } = line;
  const standing = await standingOf(item, ports);
  const counted = standing === 'ours' ? look : undefined;
  const { verification, verdict } = standing === 'overtaken' ? overtaken(read) : progressOf(read, counted, ports);
  if (verdict !== undefined) {
    await conclude(item, read, { verification, verdict }, basisOf(counted), ports);
  } else {
    const dueAtMs = nextLookAt(verification, ports.clock(), ports.settings);
    const isWritten = await ports.ledger.setVerification(keyOf(item), read.version, verification, dueAtMs);
    if (isWritten) logFirstGood(line, verification, ports);
  }
  return counted !== undefined;
}

function overtaken({ verification }: StoredVerification): Progress {
  return { verification, verdict: 'OVERTAKEN' };
}

function progressOf(
  { verification }: StoredVerification,
  look: Look | undefined,
  { settings, clock }: VerifyPorts,
): Progress {
  return look ? afterLook(verification, look, settings) : withoutLook(verification, clock(), settings);
}

/** Nothing was seen of a line that is gone. */
function basisOf(look: Look | undefined): Basis {
  if (!look) return { seen: null };
  return { seen: look.kind === 'missing' ? null : look.seen, atMs: look.atMs };
}

/** The first good look at a line: how long people may have had to wait for theirs, at most. */
function logFirstGood({ item, read }: Line, { firstGoodAtMs, movedAtMs }: Verification, ports: VerifyPorts): void {
  if (firstGoodAtMs === undefined || read.verification.firstGoodAtMs !== undefined) return;
  logTransition(ports, item, 'seenGood', { age: (firstGoodAtMs - movedAtMs) / 1000 });
}

import { describeError } from '../../../migration/model/describe-error.ts';
import type { LineProgress } from '../line.ts';
import type { Stop } from '../stop.ts';
import { ownStop } from './after-tries.ts';
import { holdUp } from './hold-up.ts';
import { withOwnStops } from './own-stops.ts';
import { type Difference, differencesOf } from './plan-differences.ts';
import type { Pass, Step } from './step.ts';
import { isLeftToRelease, isWaveDone } from './waves.ts';

/**
 * Reads lines and targets again, before a wave and after a resume. Lines that are not as they were are left out; a target that is not
 * stops the drain, for what is to be moved there was approved for another.
 */
export const checkWave: Step = async (pass, ports) => {
  const { drain, moves, visit } = pass;
  const { phase, wave } = drain;
  const isDue = phase === 'RUNNING' && wave.number > 0 && wave.checkedAtMs === undefined && !isWaveDone(drain, moves);
  if (!isDue || visit.cannotRead || holdUp(pass)) return undefined;
  if (!isLeftToRelease(drain, moves)) return undefined;
  const differences = await read();
  if (!differences) {
    visit.cannotRead = true;
    return 'again';
  }
  return { next: afterCheck(pass, differences, ports.clock(), ports.serviceVersion) };

  async function read(): Promise<Difference[] | undefined> {
    try {
      return differencesOf(pass, await ports.readInventory());
    } catch (error) {
      ports.log('faulted', { drain: drain.drainId, cause: 'inventory', error: describeError(error) });
      return undefined;
    }
  }
};

function afterCheck({ drain, plan }: Pass, differences: readonly Difference[], now: number, serviceVersion: string) {
  const lines: Record<string, LineProgress> = { ...drain.lines };
  const found: Stop[] = [];
  for (const { about, id, code, why } of differences) {
    const line = lines[id];
    if (about === 'target') found.push(ownStop('target', id, now, why));
    else if (line) lines[id] = { ...line, state: 'drifted', cause: code, atMs: now };
  }
  const checked = { ...drain, lines, wave: { ...drain.wave, checkedAtMs: now } };
  return withOwnStops(checked, found, { now, plan, serviceVersion });
}

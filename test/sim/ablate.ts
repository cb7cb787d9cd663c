import type { Ablation } from './ablation.ts';
import { runSeed } from './simulate.ts';

/** How the seeds fare without a guard. */
export interface AblationResult {
  guard: string;
  seeds: number;
  failed: number;
  /** The first seed that detects the lack. */
  first?: number;
  /** What was broken, and how often. */
  rules: Record<string, number>;
}

/** Runs seeds without a guard; ends early once as many have failed as are asked for. */
export async function ablate(
  ablation: Ablation,
  from: number,
  seeds: number,
  enough = Number.POSITIVE_INFINITY,
): Promise<AblationResult> {
  const result: AblationResult = { guard: ablation.name, seeds: 0, failed: 0, rules: {} };
  for (let seed = from; seed < from + seeds && result.failed < enough; seed++) {
    const { violations } = await runSeed(seed, ablation);
    result.seeds++;
    if (violations.length === 0) continue;
    result.failed++;
    result.first ??= seed;
    for (const { rule } of violations) result.rules[rule] = (result.rules[rule] ?? 0) + 1;
  }
  return result;
}

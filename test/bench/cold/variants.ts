import { bundlePeer } from '../variants/peers.ts';
import type { Variant } from '../variants/variant.ts';

/** How what is started is made, and whether with V8's compile cache, which an earlier start has filled (NODE_COMPILE_CACHE). */
interface Made {
  bundle(ours: Variant, folder: string): Promise<Variant>;
  isCached?: true;
}

const ours: Made['bundle'] = async (variant) => variant;
const plain: Made['bundle'] = (_ours, folder) => bundlePeer('plain', folder);

/** What is started. */
export const STARTED = {
  ours: { bundle: ours },
  plain: { bundle: plain },
  'plain, minified': { bundle: (_ours, folder) => bundlePeer('plain', folder, { minify: true }) },
  powertools: { bundle: (_ours, folder) => bundlePeer('powertools', folder) },
  floor: { bundle: (_ours, folder) => bundlePeer('floor', folder) },
  'ours, cached': { bundle: ours, isCached: true },
  'plain, cached': { bundle: plain, isCached: true },
} as const satisfies Record<string, Made>;

export type StartedName = keyof typeof STARTED;

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bed, openBed } from './bed.ts';

/** Runs a part with a folder for its bundles, outside of any package's folder, and with the servers; both are gone afterwards. */
export async function onBed<T>(work: (folder: string, bed: Bed) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'dx-migrator-bench-'));
  try {
    const bed = await openBed();
    try {
      return await work(folder, bed);
    } finally {
      await bed.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is published of version 1. */
export const CONTRACTS = fileURLToPath(new URL('../../contracts/v1/', import.meta.url));

/** What was published with the last release. */
export const RELEASED = fileURLToPath(new URL('../../contracts/released/v1/', import.meta.url));

/** The golden examples of a kind, by name. */
export function examplesOf(kind: 'requests' | 'events'): [name: string, example: Record<string, unknown>][] {
  const folder = join(CONTRACTS, 'examples', kind);
  return globSync('*.json', { cwd: folder })
    .sort()
    .map((file) => [basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8'))]);
}

import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is published of version 1. */
export const CONTRACTS = folderOf('v1');

/** What is published of the events about operations, version 1. */
export const OPERATIONS = folderOf('operations/v1');

/** What was published with the last release. */
export const RELEASED = folderOf('released/v1');
export const RELEASED_OPERATIONS = folderOf('released/operations/v1');

/** A folder under contracts. */
export function folderOf(folder: string): string {
  return fileURLToPath(new URL(`../../contracts/${folder}/`, import.meta.url));
}

/** The golden examples of a kind, by name. */
export function examplesOf(
  kind: 'requests' | 'events',
  contract = CONTRACTS,
): [name: string, example: Record<string, unknown>][] {
  const folder = join(contract, 'examples', kind);
  return globSync('*.json', { cwd: folder })
    .sort()
    .map((file) => [basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8'))]);
}

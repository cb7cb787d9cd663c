// Which names of tenants were ever used: a list beside the tenants file, which packaging adds to and people review. A name that
// is gone from the tenants file could come back for someone else, with the ledger's partition and the queue of the first.

import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Tenant } from '../src/migration/model/tenants.ts';
import { ParameterError } from './parameter-error.ts';
import { readText } from './read-text.ts';

const HEAD = [
  '# Every tenant that `npm run package` has seen in the file beside this one. A name stays here, and there, for ever: to end a',
  '# tenant, give its entry "closed": true. Take out only what was never deployed.',
  '',
].join('\n');

/** @param tenantsFile such as infra/tenants.json, whose list is infra/tenants.names.txt */
export function namesFileOf(tenantsFile: string): string {
  return `${tenantsFile.replace(/\.json$/, '')}.names.txt`;
}

/** @throws ParameterError if a name of the list is in the tenants file no more */
export function refuseGoneNames(tenants: readonly Pick<Tenant, 'name'>[], tenantsFile: string): void {
  const gone = usedNames(tenantsFile).find((used) => tenants.every(({ name }) => name !== used));
  if (gone === undefined) return;
  throw new ParameterError(
    `parameter tenants: ${tenantsFile}: tenant ${gone} is gone. An entry is never removed or renamed: put it back with ` +
      `"closed": true. If it was never deployed, take it out of ${namesFileOf(tenantsFile)} too`,
  );
}

/** Adds the names that are new. @returns a sentence for whoever packages, if there are any */
export function recordNames(tenants: readonly Pick<Tenant, 'name'>[], tenantsFile: string): string | undefined {
  const used = usedNames(tenantsFile);
  const added = tenants.map(({ name }) => name).filter((name) => !used.includes(name));
  if (added.length === 0) return undefined;
  const file = namesFileOf(tenantsFile);
  if (!existsSync(file)) writeFileSync(file, HEAD);
  appendFileSync(file, added.map((name) => `${name}\n`).join(''));
  return `${basename(file)} has ${added.join(', ')} now: commit it together with ${basename(tenantsFile)}.`;
}

function usedNames(tenantsFile: string): string[] {
  const file = namesFileOf(tenantsFile);
  if (!existsSync(file)) return [];
  return readText(file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

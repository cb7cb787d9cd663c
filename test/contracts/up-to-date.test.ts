import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { artefacts } from '../../contracts/generate/artefacts.ts';
import { PUBLISHED_CONTRACTS } from '../../contracts/generate/contracts.ts';
import { folderOf } from './contracts.ts';

it.each(PUBLISHED_CONTRACTS)(
  'contracts/$folder is generated from src/contract; npm run contracts updates it',
  async (contract) => {
    const folder = folderOf(contract.folder);
    const committed = globSync('**/*.*', { cwd: folder }).map(
      (path) => [path, readFileSync(join(folder, path), 'utf8')] as const,
    );

    const made = await artefacts(contract);

    expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(made));
  },
);

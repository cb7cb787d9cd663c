import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { artefacts } from '../../contracts/generate/artefacts.ts';
import { CONTRACTS } from './contracts.ts';

it('contracts/v1 is generated from src/contract; npm run contracts updates it', async () => {
  const committed = globSync('**/*.*', { cwd: CONTRACTS }).map(
    (path) => [path, readFileSync(join(CONTRACTS, path), 'utf8')] as const,
  );

  const made = await artefacts();

  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(made));
});

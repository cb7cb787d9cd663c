import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const exclude = (path: string) => path.includes('node_modules');
const PATIENT = ['packages/direct-connect-simulator/test/eventually.ts', 'test/support/eventually.ts'];

/** Each gives up after a second by default, which is too short for a busy machine. */
const IMPATIENT = /\b(?:vi\.waitFor|vi\.waitUntil|expect\.poll)\b/;

it('tests wait with eventually(), which allows for a busy machine', () => {
  const files = globSync('{test,packages/*/test}/**/*.ts', { cwd: ROOT, exclude }).filter(
    (file) => file !== 'test/unit/repository/waits.test.ts',
  );
  expect(files.filter((file) => IMPATIENT.test(readFileSync(ROOT + file, 'utf8'))).sort()).toEqual(PATIENT);
});

it('no test has a timeout of its own below the one of vitest.config.ts', () => {
  const files = globSync('{test,packages/*/test}/**/*.test.ts', { cwd: ROOT, exclude });
  const found = files.filter((file) => {
    const text = readFileSync(ROOT + file, 'utf8');
    return /^ *\}, [1-9][\d_]*\);$/m.test(text) || /^ *\},\n *[1-9][\d_]*,\n *\);$/m.test(text);
  });
  expect(found).toEqual([]);
});

import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CONSUMERS = 'examples/consumers';

/** What another team has: the contract's package, the AWS SDK, and Node. */
const MAY_IMPORT = /^(?:dx-migrator\/(?:contract|operations|calendar)|@aws-sdk\/client-(?:sqs|dynamodb)|node:[\w/]+)$/;

it.each(globSync(`${CONSUMERS}/**/*.ts`, { cwd: ROOT }))('%s imports nothing of the service', (file) => {
  const text = readFileSync(new URL(file, `file://${ROOT}`), 'utf8');
  const imported = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name ?? '');
  const paths = imported.filter((name) => name.startsWith('.')).map((name) => new URL(name, `file://${ROOT}${file}`));
  expect(paths.filter(({ pathname }) => !pathname.startsWith(`${ROOT}${CONSUMERS}/`))).toEqual([]);
  expect(imported.filter((name) => !name.startsWith('.') && !MAY_IMPORT.test(name))).toEqual([]);
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const read = (file: string) => readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8');

it('the runbook says what every cause of a wait means, and no other', () => {
  const source = read('src/migration/step-result.ts');
  const [, retry = '', sleep = ''] = source.split(/export type (?:Retry|Sleep)Cause =/);
  const causes = [retry, sleep].flatMap((text) =>
    [...(text.split(';')[0] ?? '').matchAll(/'(\w+)'/g)].map(([, name]) => name),
  );
  const table = read('docs/operations/README.md').split('\n| cause | waits for |')[1]?.split('\n\n')[0] ?? '';
  const documented = table
    .split('\n')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(documented.toSorted()).toEqual(causes.toSorted());
});

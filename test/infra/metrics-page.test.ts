import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { tableUnder } from '../support/markdown-table.ts';
import { publishedMetrics } from './published-metrics.ts';

it('docs/operations/metrics.md has every metric that is published, and no other', () => {
  const page = fileURLToPath(new URL('../../docs/operations/metrics.md', import.meta.url));
  const written = tableUnder(page, 'Metrics').flatMap(([names = '']) => {
    // Those of a run have the first word of its first metric in common.
    const [run = ''] = /^[A-Z][a-z]+/.exec(names) ?? [];
    return names.split(', ').map((name) => name.replace(/^…/, run));
  });

  const published = [...publishedMetrics()].map((id) => id.split(' ')[1] ?? '');
  expect(new Set(written)).toEqual(new Set(published));
});

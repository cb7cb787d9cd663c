import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { tableUnder } from '../support/markdown-table.ts';
import { publishedMetrics } from './published-metrics.ts';

it('docs/operations/metrics.md has every metric that is published, and no other', () => {
  const page = fileURLToPath(new URL('../../docs/operations/metrics.md', import.meta.url));
  const named = tableUnder(page, 'Metrics').flatMap(([names = '']) => names.split(', '));
  // Those of a run have their beginning in common.
  const written = named.map((name) => name.replace(/^…/, 'Reconcile'));

  const published = [...publishedMetrics()].map((id) => id.split(' ')[1] ?? '');
  expect(new Set(written)).toEqual(new Set(published));
});

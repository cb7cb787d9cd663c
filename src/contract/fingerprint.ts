import { createHash } from 'node:crypto';
import type { MigrationRequest } from './request-schema.ts';

/**
 * SHA-256 (hex) of a request's content after normalisation. Two requests with one requestId are the same request if and
 * only if their fingerprints are equal. Fields left out and fields given their default count the same, so that a
 * later optional field changes no stored fingerprint.
 */
export function fingerprintOf(request: MigrationRequest): string {
  const { dryRun, correlationId, labels, ...rest } = request;
  const content = {
    ...rest,
    ...(dryRun ? { dryRun } : {}),
    ...(correlationId === request.requestId ? {} : { correlationId }),
    ...(labels && Object.keys(labels).length > 0 ? { labels: sortedEntries(labels) } : {}),
  };
  return createHash('sha256')
    .update(JSON.stringify(sortedEntries(content)))
    .digest('hex');
}

function sortedEntries(object: object): [string, unknown][] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}

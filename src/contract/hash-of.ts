import { createHash } from 'node:crypto';

/** 128 bits of SHA-256 in hex, for ids of events; as JSON, so that no two lists of parts run together to one text. */
export function hashOf(parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

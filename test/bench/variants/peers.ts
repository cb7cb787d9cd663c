import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { LIKE_OURS } from './esbuild-options.ts';
import type { Variant } from './variant.ts';

const SOURCES = fileURLToPath(new URL('../peers/', import.meta.url));

/** What the handlers that ours is compared with are called, and the file of each. */
export type PeerName = 'plain' | 'powertools' | 'floor';

/**
 * Bundles a peer, whose packages have been installed, into a folder of its own.
 *
 * @param directory of all bundles
 */
export async function bundlePeer(name: PeerName, directory: string, { minify = false } = {}): Promise<Variant> {
  const codeDirectory = join(directory, minify ? `${name}-minified` : name);
  await build({ ...LIKE_OURS, minify, entryPoints: [join(SOURCES, `${name}.ts`)], outdir: codeDirectory });
  return {
    codeDirectory,
    handler: `${name}.handler`,
    table: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    },
    variables: async ({ tableName, busName, quarantineQueueUrl }) => ({
      TABLE_NAME: tableName,
      BUS_NAME: busName,
      QUARANTINE_QUEUE_URL: quarantineQueueUrl,
      POWERTOOLS_LOG_LEVEL: 'INFO',
    }),
  };
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

// What is left out of the SDK in the bundles (docs/adr/0040-small-bundles.md). `dxm` is not bundled with it.

/** Modules that are replaced with files of this folder: packages, and files of the SDK's own by their last names. */
const REPLACED: Record<string, string> = {
  '@aws-sdk/credential-provider-node': 'environment-credentials.ts',
  '@aws-sdk/endpoint-cache': 'no-endpoint-cache.ts',
  '@aws-sdk/signature-v4-multi-region': 'one-region-signature.ts',
  '@smithy/core/event-streams': 'no-event-streams.ts',
  AdaptiveRetryStrategy: 'no-adaptive-retries.ts',
  fromSharedConfigFiles: 'no-config-files.ts',
  getInstanceMetadataRegion: 'no-instance-metadata.ts',
  HeaderFormatter: 'no-event-streams.ts',
  Md5Js: 'no-slow-hashes.ts',
  Sha256Js: 'no-slow-hashes.ts',
};

/**
 * Errors that keep their classes, of the clients in LEAN_CLIENTS: those that the source catches by class, and the one that the SDK repeats
 * because of what its class says. The others come as the client's base class, with their names, messages and status.
 */
export const KEPT_ERRORS = ['ConditionalCheckFailedException', 'ReplicatedWriteConflictException'];

/** Not Direct Connect's, whose errors decide whether a line was moved. */
export const LEAN_CLIENTS = ['dynamodb', 'eventbridge', 'lambda', 'sqs'];

const REPLACED_NAMES = new RegExp(`^(?:\\.{1,2}/(?:.*/)?)?(${Object.keys(REPLACED).map(RegExp.escape).join('|')})$`);
const SCHEMAS = /[\\/]@aws-sdk[\\/]client-([\w-]+)[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/;
const PACKAGE = /[\\/]node_modules[\\/]@aws-sdk[\\/][\w-]+[\\/]package\.json$/;
const NO_LOGGER = /[\\/]NoOpLogger\.js$/;

/** A plugin of esbuild. */
export const sdkParts: Plugin = {
  name: 'sdk-parts',
  setup(build) {
    build.onResolve({ filter: REPLACED_NAMES }, ({ path }) => {
      const [, name = ''] = REPLACED_NAMES.exec(path) ?? [];
      return { path: fileURLToPath(new URL(REPLACED[name] ?? '', import.meta.url)) };
    });
    build.onLoad({ filter: SCHEMAS }, ({ path }) => {
      const [, client = ''] = SCHEMAS.exec(path) ?? [];
      const schemas = LEAN_CLIENTS.includes(client) ? withoutErrors(path) : readFileSync(path, 'utf8');
      return { contents: withFoldedKeys(schemas) };
    });
    // Of which the clients read nothing but the version, for the user agent.
    build.onLoad({ filter: PACKAGE }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
    // The SDK asks whether there is a logger by the name of this class, which would be a short one.
    build.onLoad({ filter: NO_LOGGER }, ({ path }) => ({
      contents: replaced(path, /class NoOpLogger \{/, (line) => `${line} static name = 'NoOpLogger';`),
    }));
  },
};

/**
 * A client's schemas with their texts as the keys of objects, where the SDK has constants: for all that esbuild knows, a constant as
 * a key may have an effect, and so it would keep the schemas of operations that no one uses.
 */
export function withFoldedKeys(schemas: string): string {
  const texts = new Map(
    [...schemas.matchAll(/^const (_\w+) = ("(?:[^"\\]|\\.)*");$/gm)].map(([, name, text]) => [name, text]),
  );
  return schemas.replace(/\[(_\w+)\]:/g, (key, name) => (texts.has(name) ? `${texts.get(name)}:` : key));
}

/** A client's schemas without its errors but KEPT_ERRORS, whose classes come with them. */
function withoutErrors(path: string): string {
  const registered = /^n0_registry\.registerError\((\w+)\$, \1\);$/gm;
  return replaced(path, registered, (line, name) => (KEPT_ERRORS.includes(name) ? line : ''));
}

/** @throws Error if nothing is to be replaced, as after an update of the SDK that changed what it generates */
function replaced(path: string, what: RegExp, by: (all: string, name: string) => string): string {
  const text = readFileSync(path, 'utf8');
  const result = text.replace(what, by);
  if (result === text)
    throw new Error(`nothing in ${path} matches ${what}: adapt infra/bundle/sdk-parts.ts to the SDK`);
  return result;
}

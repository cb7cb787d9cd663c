import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NO_PROFILE } from './ignore-aws-settings.ts';

/** What a shell may have that keeps an SDK from an endpoint of our own, or spoils the credentials that are set here. */
const SPOILERS = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_ENDPOINT_URL',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
];

/**
 * Writes a file for a shell to `source`, after which AWS clients go to where these variables say. Only its owner reads it,
 * and there is none before.
 *
 * @param directory of this process alone
 * @returns the line to type
 */
export async function writeExports(directory: string, variables: Readonly<Record<string, string>>): Promise<string> {
  const file = join(directory, 'exports.sh');
  const exports = Object.entries({ ...NO_PROFILE, ...variables }).map(
    ([name, value]) => `export ${name}=${quoted(value)}`,
  );
  await writeFile(file, [`unset ${SPOILERS.join(' ')}`, ...exports, ''].join('\n'), { flag: 'wx', mode: 0o600 });
  return `source ${quoted(file)}`;
}

function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

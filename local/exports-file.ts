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
 * Keeps clients from sending what is for this machine to a proxy of the shell. Both spellings are read, by some clients only
 * one, and by curl and Python the lower case first: each keeps what it had, and has the other's if it had nothing.
 */
const PAST_A_PROXY = `: "\${no_proxy=\${NO_PROXY-}}" "\${NO_PROXY=$no_proxy}"
case ",$no_proxy," in *,127.0.0.1,* | ',*,') ;; *) no_proxy=\${no_proxy:+$no_proxy,}127.0.0.1,localhost ;; esac
case ",$NO_PROXY," in *,127.0.0.1,* | ',*,') ;; *) NO_PROXY=\${NO_PROXY:+$NO_PROXY,}127.0.0.1,localhost ;; esac
export no_proxy NO_PROXY`;

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
  const lines = [`unset ${SPOILERS.join(' ')}`, PAST_A_PROXY, ...exports, ''];
  await writeFile(file, lines.join('\n'), { flag: 'wx', mode: 0o600 });
  return `source ${quoted(file)}`;
}

function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

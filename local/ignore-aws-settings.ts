import { devNull } from 'node:os';

/** Every setting that an AWS SDK or tool takes from the environment; a profile and its files are named there, too. */
const SETTING = /^AWS_/i;

/** No file is read: by default it is one below the home folder, whichever that is. */
export const NO_PROFILE = { AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull };

/** With NODE_USE_ENV_PROXY, Node sends requests to this machine through a proxy as well. */
const NO_PROXY = { no_proxy: '*', NO_PROXY: '*' };

/**
 * Frees this process from the AWS settings of whoever runs it: all that it speaks to is on this machine, by endpoints,
 * Region and credentials of its own. Some settings make no sense with those ("FIPS and custom endpoint are not
 * supported"), others would lead elsewhere. To be called before the first client is made.
 */
export function ignoreAwsSettings(): void {
  for (const name of Object.keys(process.env)) if (SETTING.test(name)) delete process.env[name];
  Object.assign(process.env, NO_PROFILE, NO_PROXY);
}

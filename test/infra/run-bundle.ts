import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipBundle } from '../../local/stack/unzip-bundle.ts';
import type { FunctionName } from '../../src/settings/setting.ts';
import { environmentOf, runModule } from '../support/bundle-process.ts';
import { packaged } from './template.ts';

/**
 * Runs a function's bundle as it ships, in a process of its own.
 *
 * @param code a module, in which `bundle` is the URL of the bundle
 * @param environment besides what the template sets; without it the template's is left out as well
 * @returns what the code writes to standard output, as JSON
 */
export async function runBundle(name: FunctionName, code: string, environment?: Readonly<Record<string, string>>) {
  const { directory, whole } = await packaged('default');
  const codeDirectory = await mkdtemp(join(tmpdir(), 'dx-migrator-bundle-'));
  try {
    const folder = await unzipBundle(`${name}.zip`, { packageDirectory: directory, codeDirectory });
    const bundle = pathToFileURL(join(folder, 'src/handlers', `${name}.mjs`)).href;
    const set = environment && { ...environmentOf(name, whole), POWERTOOLS_LOG_LEVEL: 'SILENT', ...environment };
    return await runModule(`const bundle = ${JSON.stringify(bundle)};${code}`, set ?? {});
  } finally {
    await rm(codeDirectory, { recursive: true });
  }
}

import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What packaging reads. */
const PARTS = ['serverless.yml', 'package.json', 'LICENSE', 'infra', 'src'];

export interface Packaged {
  /** Where the template and the bundles are. */
  directory: string;
  remove(): Promise<void>;
}

/**
 * Packages a copy of the service that has these files of infra/subscriptions too, each with its line in serverless.yml.
 * The copy has a work folder of its own, so that it meets no other packaging.
 */
export async function packageWith(
  subscriptions: Readonly<Record<string, string>>,
  tenants: unknown,
): Promise<Packaged> {
  const folder = await mkdtemp(join(tmpdir(), 'dx-migrator-copy-'));
  for (const part of PARTS) await cp(join(ROOT, part), join(folder, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'infra/tenants.json'), JSON.stringify({ tenants }));
  let lines = '';
  for (const [file, text] of Object.entries(subscriptions)) {
    await writeFile(join(folder, file), text);
    lines += `  - \${file(./${file})}\n`;
  }
  const config = await readFile(join(folder, 'serverless.yml'), 'utf8');
  if (!/^resources:\n(?: {2}- .*\n)+$/m.test(config.slice(config.indexOf('\nresources:') + 1))) {
    throw new Error('serverless.yml does not end with its list of resources');
  }
  await writeFile(join(folder, 'serverless.yml'), config + lines);
  const osls = join(ROOT, 'node_modules/osls/bin/serverless.js');
  const directory = join(folder, 'packaged');
  const args = [osls, 'package', '--stage', 'local', '--region', 'eu-central-1', '--package', directory];
  const { PATH, HOME } = process.env;
  await promisify(execFile)(process.execPath, args, { cwd: folder, env: { PATH, HOME, TMPDIR: folder } });
  return { directory, remove: () => rm(folder, { recursive: true }) };
}

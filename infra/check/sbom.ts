import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { showProgress } from '../../local/show-progress.ts';
import { bundledIn } from './bundled.ts';
import { type Sbom, sbomProblems } from './sbom-problems.ts';
import { packageVariant } from './variants.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PACKAGE = join(ROOT, '.build/infra-check/default');
const METAFILES = join(ROOT, '.build/metafiles');
const TOOL = join(ROOT, 'infra/check/node_modules/@cyclonedx/cyclonedx-esbuild/bin/cyclonedx-esbuild-cli.js');

const program = new Command('sbom')
  .description(
    'Packages the service, and writes a CycloneDX 1.6 document of the packages that are in its bundles. ' +
      'Exit status: 0, 1 if something is wrong in it, 2 if it could not be made.',
  )
  .option('-o, --output <file>', 'where to', '.build/sbom.cdx.json')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();
const { output } = program.opts<{ output: string }>();

const progress = showProgress();

try {
  await run();
} catch (error) {
  progress.fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

async function run(): Promise<void> {
  rmSync(METAFILES, { recursive: true, force: true });
  progress.say('Packaging');
  await packageVariant('default', PACKAGE);
  writeSbom(output);
  const sbom = JSON.parse(readFileSync(output, 'utf8')) as Sbom;
  const bundled = [...new Set(globSync(join(PACKAGE, '*.zip')).flatMap(bundledIn))];
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const problems = sbomProblems(sbom, bundled, dependencies, [ROOT, homedir(), tmpdir()]);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  const text = `${output}: ${sbom.components?.length} packages, ${problems.length} problems`;
  if (problems.length === 0) progress.succeed(text);
  else progress.fail(text);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

function writeSbom(file: string): void {
  const metafile = join(METAFILES, 'all.json');
  writeFileSync(metafile, JSON.stringify(merged(globSync(join(METAFILES, '*.json')))));
  mkdirSync(dirname(file), { recursive: true });
  const args = ['--spec-version', '1.6', '--output-reproducible', '--validate', '--output-file', file, metafile];
  const { status, stderr } = spawnSync(process.execPath, [TOOL, ...args], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`cyclonedx-esbuild failed:\n${stderr}`);
}

/** What esbuild wrote for each function, as if it had bundled them together. */
function merged(files: string[]) {
  const metafiles = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
  return {
    inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)),
    outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)),
  };
}

import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ToolReport } from '../finding.ts';
import { guardFindings, TOOL } from './guard-findings.ts';

/** Binary and rules come in one package: AWS Control Tower's proactive controls, as Guard rules. */
const PACKAGE = dirname(createRequire(import.meta.url).resolve('@cdklabs/cdk-validator-cfnguard/package.json'));
const RULES = join(PACKAGE, 'rules/control-tower/cfn-guard');

/** AWS Control Tower's proactive controls. Throws where there is no binary for this machine, or it does not run. */
export function cfnGuard(templateFile: string): ToolReport {
  const args = ['validate', '--rules', RULES, '--data', templateFile];
  const ran = spawnSync(binary(), [...args, ...FORMAT], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  return { tool: TOOL, rules: globSync('**/*.guard', { cwd: RULES }).length, findings: guardFindings(ran) };
}

const FORMAT = ['--structured', '--output-format', 'json', '--show-summary', 'none'];

function binary(): string {
  const system = { darwin: 'macos', linux: 'ubuntu' }[String(process.platform)];
  const machine = { arm64: 'aarch64', x64: 'x86_64' }[String(process.arch)];
  if (!system || !machine) throw new Error(`cfn-guard has no binary for ${process.platform} on ${process.arch}`);
  return join(PACKAGE, 'bin', system, machine, 'cfn-guard');
}

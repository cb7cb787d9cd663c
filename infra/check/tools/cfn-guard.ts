import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Finding, ToolReport } from '../finding.ts';

const TOOL = 'cfn-guard';

/** Binary and rules come in one package: AWS Control Tower's proactive controls, as Guard rules. */
const PACKAGE = dirname(createRequire(import.meta.url).resolve('@cdklabs/cdk-validator-cfnguard/package.json'));
const RULES = join(PACKAGE, 'rules/control-tower/cfn-guard');

/** What cfn-guard prints of one template; of a rule's checks only which resources they name is used. */
interface GuardReport {
  not_compliant: { Rule: { name: string; checks: unknown[] } }[];
}

/** AWS Control Tower's proactive controls. Throws where there is no binary for this machine, or it does not run. */
export function cfnGuard(templateFile: string): ToolReport {
  const args = ['validate', '--rules', RULES, '--data', templateFile];
  const { stdout, stderr, error } = spawnSync(binary(), [...args, ...FORMAT], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  // A file of rules that it cannot read it passes over, with a word on stderr.
  if (error || stdout === '' || stderr !== '') throw new Error(`cfn-guard did not run: ${error?.message ?? stderr}`);
  const [report] = JSON.parse(stdout) as GuardReport[];
  if (!report) throw new Error('cfn-guard reported on no template');
  const findings = report.not_compliant.flatMap(({ Rule }) => toFindings(Rule.name, Rule.checks));
  return { tool: TOOL, rules: globSync('**/*.guard', { cwd: RULES }).length, findings };
}

const FORMAT = ['--structured', '--output-format', 'json', '--show-summary', 'none'];

function binary(): string {
  const system = { darwin: 'macos', linux: 'ubuntu' }[String(process.platform)];
  const machine = { arm64: 'aarch64', x64: 'x86_64' }[String(process.arch)];
  if (!system || !machine) throw new Error(`cfn-guard has no binary for ${process.platform} on ${process.arch}`);
  return join(PACKAGE, 'bin', system, machine, 'cfn-guard');
}

function toFindings(rule: string, checks: unknown[]): Finding[] {
  const text = JSON.stringify(checks);
  const resources = new Set([...text.matchAll(/\/Resources\/(\w+)\//g)].map(([, logicalId = '']) => logicalId));
  const message = /\[CT\.[^\]]*\]: (?<sentence>[^\\]*)/.exec(text)?.groups?.sentence ?? rule;
  // A rule may object to the template as a whole, or to what is not in it.
  const places = resources.size === 0 ? ['the template'] : [...resources];
  return places.map((resource) => ({ tool: TOOL, rule, resource, message }));
}

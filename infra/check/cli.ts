import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import Table from 'cli-table3';
import { Command } from 'commander';
import { judge, readAcknowledgements } from './acknowledged.ts';
import type { Finding } from './finding.ts';
import { cdkNag } from './tools/cdk-nag.ts';
import { cfnGuard } from './tools/cfn-guard.ts';
import { cloudFormationValidate } from './tools/cloudformation-validate.ts';

const FINDING = ['tool', 'rule', 'resource', 'message'];

const ACKNOWLEDGED = fileURLToPath(new URL('acknowledged.yml', import.meta.url));

const program = new Command('check:infra')
  .description(
    "Holds packaged templates against CloudFormation's schemas and rules, Control Tower's controls and cdk-nag's packs. " +
      'Exit status: 0 if each finding is acknowledged with a reason, 1 if not.',
  )
  .argument('<templates...>', 'CloudFormation templates')
  .option('--all', 'print the acknowledged findings too')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const reports = program.args.flatMap((file) => [cloudFormationValidate(file), cfnGuard(file), cdkNag(file)]);
const findings = [...new Map(reports.flatMap((report) => report.findings).map((one) => [keyOf(one), one])).values()];
const { open, acknowledged, stale } = judge(findings, readAcknowledgements(ACKNOWLEDGED));

print(
  'Tools',
  ['tool', 'rules', 'findings'],
  reports.map((one) => [one.tool, one.rules, one.findings.length]),
);
if (program.opts<{ all?: true }>().all) print('Acknowledged', FINDING, acknowledged.map(rowOf));
if (open.length > 0) print('Not acknowledged', FINDING, open.map(rowOf));
for (const one of stale) process.stdout.write(`Nothing is found any more of ${one}: take it out of acknowledged.yml\n`);
const isGood = open.length === 0 && stale.length === 0;
const verdict = `${open.length} findings not acknowledged, ${acknowledged.length} acknowledged, ${stale.length} stale`;
process.stdout.write(`${styleText(isGood ? 'green' : 'red', verdict)}\n`);
process.exitCode = isGood ? 0 : 1;

function keyOf({ tool, rule, resource }: Finding): string {
  return `${tool} ${rule} ${resource}`;
}

function rowOf({ tool, rule, resource, message }: Finding): string[] {
  return [tool, rule, resource, message.slice(0, 160)];
}

function print(title: string, head: string[], rows: (string | number)[][]): void {
  const table = new Table({ head, wordWrap: true, colWidths: head === FINDING ? [25, 40, 34, 60] : [] });
  table.push(...rows);
  process.stdout.write(`\n${styleText('bold', title)}\n${table.toString()}\n`);
}

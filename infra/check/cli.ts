import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { showProgress } from '../../local/show-progress.ts';
import { readText } from '../read-text.ts';
import { judge, readAcknowledgements } from './acknowledged.ts';
import { merge, type ToolReport } from './finding.ts';
import { reportOf } from './report.ts';
import { cdkNag } from './tools/cdk-nag.ts';
import { cfnGuard } from './tools/cfn-guard.ts';
import { cloudFormationValidate } from './tools/cloudformation-validate.ts';
import { packageVariant, templateIn, VARIANT_NAMES } from './variants.ts';

const ACKNOWLEDGED = fileURLToPath(new URL('acknowledged.yml', import.meta.url));
const PACKAGES = fileURLToPath(new URL('../../.build/infra-check/', import.meta.url));
const TOOLS = [cloudFormationValidate, cfnGuard, cdkNag];

const program = new Command('check:infra')
  .description(
    'Packages the service as it ships (default) and with every parameter set (open), and checks both templates against ' +
      "CloudFormation's schemas and rules, Control Tower's controls and cdk-nag's packs. Exit status: 0 if each finding " +
      'is acknowledged in infra/check/acknowledged.yml, 1 if not, 2 if it could not be checked.',
  )
  .option('--all', 'print the acknowledged findings too, with their reasons')
  .option('--json', 'print all findings as JSON')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();
const { all = false, json = false } = program.opts<{ all?: true; json?: true }>();
const progress = showProgress();

try {
  const reports: (ToolReport & { template: string })[] = [];
  for (const template of VARIANT_NAMES) {
    const directory = join(PACKAGES, template);
    progress.say(`Packaging ${template}`);
    await packageVariant(template, directory);
    progress.succeed(`Packaged ${template}`);
    for (const tool of TOOLS) {
      const report = tool(templateIn(directory));
      progress.succeed(`${report.tool}: ${report.rules} rules, ${report.findings.length} findings in ${template}`);
      reports.push({ template, ...report });
    }
  }
  const judged = judge(merge(reports), readAcknowledgements(readText(ACKNOWLEDGED)));
  const tools = reports.map(({ findings, ...report }) => ({ ...report, findings: findings.length }));
  process.stdout.write(json ? `${JSON.stringify({ tools, ...judged }, null, 2)}\n` : reportOf(judged, all));
  process.exitCode = judged.open.length === 0 && judged.stale.length === 0 ? 0 : 1;
} catch (error) {
  progress.fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

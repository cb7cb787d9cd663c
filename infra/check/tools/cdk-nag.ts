import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, rules, ServerlessChecks } from 'cdk-nag';
import type { ToolReport } from '../finding.ts';

const TOOL = 'cdk-nag';

/** By the names that the packs give themselves in the report. CDK adds reports of its own. */
const PACKS = ['AwsSolutions', 'Serverless'];

interface Report {
  pluginReports: {
    pluginName: string;
    violations: { ruleName: string; description: string; violatingConstructs: { constructPath: string }[] }[];
  }[];
}

/** cdk-nag's packs AwsSolutions and Serverless, over the template as CDK includes it. */
export function cdkNag(templateFile: string): ToolReport {
  const outdir = mkdtempSync(join(tmpdir(), 'dx-migrator-nag-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    new CfnInclude(new Stack(app, 'Checked'), 'Template', { templateFile });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    synthesise(app);
    const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
    const findings = pluginReports
      .filter(({ pluginName }) => PACKS.includes(pluginName))
      .flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, description, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => {
          const resource = constructPath.split('/')[2] ?? constructPath;
          return { tool: TOOL, rule: ruleName, resource, message: description };
        }),
      );
    return { tool: TOOL, rules: Object.values(rules).flatMap((group) => Object.keys(group)).length, findings };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** It prints its findings, and throws where there are any, after it has written its report. */
function synthesise(app: App): void {
  const { write } = process.stderr;
  process.stderr.write = () => true;
  try {
    app.synth();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ValidationFailed') throw error;
  } finally {
    process.stderr.write = write;
  }
}

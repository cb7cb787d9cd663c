import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';
import type { ToolReport } from '../finding.ts';

const TOOL = 'cloudformation-validate';

/** CloudFormation's own resource schemas and rules, remarks too. */
export function cloudFormationValidate(templateFile: string): ToolReport {
  const engine = new RegoEngine();
  try {
    const { diagnostics } = engine.validateStandard(new TemplateFile(templateFile));
    const findings = diagnostics.map(({ ruleId, entity, message, propertyPath }) => ({
      ...{ tool: TOOL, rule: ruleId, resource: entity?.logicalId ?? 'the template' },
      message: propertyPath ? `${propertyPath}: ${message}` : message,
    }));
    return { tool: TOOL, rules: engine.listRules().length, findings };
  } finally {
    engine.free();
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { templateIn } from '../../../infra/check/variants.ts';
import { roleId } from '../../../infra/logical-id.ts';
import { FUNCTION_NAMES } from '../../../src/settings/setting.ts';
import { PATIENT, step } from './operator.ts';
import { runShell } from './run-example.ts';
import { curl } from './tools.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dx-migrator-docs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(content: object): string {
  const file = join(folder, 'input.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe.skipIf(curl().missing)(`commands that need only jq (${curl().missing ?? curl().found})`, PATIENT, () => {
  it('cost: counts the alarms and dashboards of a template', async () => {
    const types = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::SQS::Queue', 'AWS::CloudWatch::Alarm'];
    const TEMPLATE = written({ Resources: Object.fromEntries(types.map((Type, index) => [`R${index}`, { Type }])) });

    const { stdout } = await runShell(step('cost', 'Alarms and dashboards'), { TEMPLATE });

    expect(JSON.parse(stdout)).toEqual({ alarms: 2, dashboards: 1 });
  });

  it('disaster: the table’s policy, with the roles’ ARNs; not without one of them', async () => {
    const policy = async (...ids: string[]) => {
      const roles = ids.map((id) => ({ LogicalResourceId: id, PhysicalResourceId: `dx-${id}-1A2B` }));
      const STACK_RESOURCES = written({ StackResourceSummaries: roles });
      const TEMPLATE = templateIn(inject('packages').usual);
      return runShell(step('disaster', "The table's policy"), { TEMPLATE, STACK_RESOURCES, TABLE_ARN });
    };
    const TABLE_ARN = 'arn:aws:dynamodb:eu-central-1:999988887777:table/dx-migrator-prod-ledger';
    const ids = FUNCTION_NAMES.map(roleId);

    const { Statement } = JSON.parse((await policy(...ids)).stdout);

    const whole = { Resource: [TABLE_ARN, `${TABLE_ARN}/index/*`] };
    const PrincipalArn = ids.map((id) => `arn:aws:iam::999988887777:role/dx-${id}-1A2B`);
    expect(Statement).toMatchObject([
      { ...whole, Sid: 'OnlyTls' },
      { ...whole, Sid: 'OnlyFunctionsWrite', Condition: { ArnNotEquals: { 'aws:PrincipalArn': PrincipalArn } } },
    ]);
    expect(await policy(...ids.slice(1))).toMatchObject({ status: 5, stderr: expect.stringContaining(`no ${ids[0]}`) });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
});

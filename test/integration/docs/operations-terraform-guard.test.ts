import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PATIENT, step } from './operator.ts';
import { runShell } from './run-example.ts';
import { curl } from './tools.ts';

const ADDRESS = 'aws_dx_hosted_connection.customer';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dx-migrator-docs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function guard(text: string | undefined, EXPECTED?: string) {
  const PLAN_JSON = join(folder, 'plan.json');
  if (text !== undefined) writeFileSync(PLAN_JSON, text);
  return runShell(step('terraform', 'Guard', 1), { PLAN_JSON, EXPECTED });
}

function change(actions: unknown, type = 'aws_dx_hosted_connection', more: object = {}) {
  return { address: `${type}.customer`, type, change: { actions, ...more } };
}

function plan(changes: unknown, more: object = {}): string {
  return JSON.stringify({ format_version: '1.2', errored: false, complete: true, resource_changes: changes, ...more });
}

const other = { address: 'aws_vpc.a', type: 'aws_vpc', change: { actions: ['create'] } };

describe.skipIf(curl().missing)(`the guard of the Terraform page (${curl().missing ?? curl().found})`, PATIENT, () => {
  it.each<[string, string, string?]>([
    ['nothing to do', plan([other, change(['no-op'])])],
    ['no line at all', plan([other])],
    ['a plan of a module without resources', plan(undefined, { applyable: false })],
    ['drift within a line', plan([change(['no-op'])], { resource_drift: [change(['update'])] })],
    ['an expected forget', plan([change(['forget'])]), `${ADDRESS} forget`],
    ['an expected creation', plan([change(['create'])]), `${ADDRESS} create`],
  ])('passes %s', async (_name, text, expected) => {
    expect(await guard(text, expected)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it.each<[string, string, string, string?]>([
    ['create', plan([change(['create'])]), `${ADDRESS} create`],
    ['update', plan([change(['update'])]), `${ADDRESS} update`],
    ['delete', plan([change(['delete'])]), `${ADDRESS} delete`],
    ['delete and create', plan([change(['delete', 'create'])]), `${ADDRESS} delete+create`],
    ['create and delete', plan([change(['create', 'delete'])]), `${ADDRESS} create+delete`],
    ['read', plan([change(['read'])]), `${ADDRESS} read`],
    ['forget', plan([change(['forget'])]), `${ADDRESS} forget`],
    ['an action of tomorrow', plan([change(['new'])]), `${ADDRESS} new`],
    ['import', plan([change(['no-op'], undefined, { importing: { id: 'dxcon-a' } })]), `${ADDRESS} import+no-op`],
    [
      'a line that the refresh dropped',
      plan([other], { resource_drift: [change(['delete'])] }),
      `${ADDRESS} drift:delete`,
    ],
    [
      "the customer's virtual interface",
      plan([change(['delete', 'create'], 'aws_dx_transit_virtual_interface')]),
      'aws_dx_transit_virtual_interface.customer delete+create',
    ],
    ['something else than expected', plan([change(['create'])]), `${ADDRESS} create`, `${ADDRESS} forget`],
    ['less than expected', plan([change(['no-op'])]), '(nothing)', `${ADDRESS} forget`],
  ])('rejects %s', async (_name, text, found, expected) => {
    const stderr = `not expected of this plan:\n${found}\n`;
    expect(await guard(text, expected)).toEqual({ status: 1, stdout: '', stderr });
  });

  const whole = plan([change(['no-op'])]);
  it.each<[string, string | undefined]>([
    ['no file', undefined],
    ['an empty file', ''],
    ['a file that breaks off', whole.slice(0, -9)],
    ['two plans', whole + whole],
    ['null', 'null'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['a state', JSON.stringify({ format_version: '1.0', values: {} })],
    ['another format', plan([], { format_version: '2.0' })],
    ['a plan that failed', plan([], { errored: true })],
    ['a plan of a part', plan([], { complete: false })],
    ['a plan that has something to do, without saying what', plan(undefined, { applyable: true })],
    ['changes that are no list', plan({})],
    ['a change without actions', plan([change([])])],
    ['actions of another shape', plan([change('no-op')])],
    ['a change without a type', plan([{ address: ADDRESS, change: { actions: ['no-op'] } }])],
  ])('rejects %s, even if nothing is expected', async (_name, text) => {
    const { status, stdout, stderr } = await guard(text);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('the plan cannot be read: nothing may be applied');
  });
});

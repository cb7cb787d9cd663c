import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssociateHostedConnectionCommand } from '@aws-sdk/client-direct-connect';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../packages/direct-connect-simulator/test/harness.ts';
import { blocksOf, blocksUnder } from './markdown-blocks.ts';
import { step } from './operator.ts';
import { runShell } from './run-example.ts';
import { providerBlock, stateWith, TERRAFORM, terraform } from './terraform.ts';
import { curl } from './tools.ts';

const PAGE = blocksOf(fileURLToPath(new URL('../../../docs/operations/terraform.md', import.meta.url)));
const [REMOVED = ''] = blocksUnder(PAGE, 'Take a line out of Terraform', 'hcl');
const [LIFECYCLE = ''] = blocksUnder(PAGE, 'Keep a line in Terraform', 'hcl');
const ADDRESS = 'aws_dx_hosted_connection.customer';
const PLAN = step('terraform', 'Take a line out of Terraform');
const missing = terraform().missing ?? curl().missing;

let folder: string;
let simulator: Simulator;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dx-migrator-terraform-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = { bandwidth: '500Mbps', name: 'dxcon-hosted1', owner_account_id: '111122223333', vlan: 101 };

function resource(parent: string, lifecycle = ''): string {
  const lines = Object.entries({ connection_id: parent, ...line }).map(
    ([key, value]) => `${key} = ${JSON.stringify(value)}`,
  );
  return `resource "aws_dx_hosted_connection" "customer" {\n${lines.join('\n')}\n${lifecycle}}\n`;
}

function configure(text: string, accessKeyId = 'PARTNERKEY'): void {
  writeFileSync(join(folder, 'main.tf'), providerBlock(simulator.server.url, accessKeyId) + text);
}

function keep(state: string): void {
  writeFileSync(join(folder, 'terraform.tfstate'), state);
}

const stateOn = (parent: string) =>
  stateWith('aws_dx_hosted_connection', 'customer', { id: 'dxcon-hosted1', connection_id: parent, ...line });

const shell = (text: string, more = {}) => runShell(text, { ...TERRAFORM, ...more }, folder);

/** What the guard says of the plan of a command. */
async function guarded(plan: string, EXPECTED?: string): Promise<string> {
  expect(await shell(plan + step('terraform', 'Guard'))).toMatchObject({ status: 0 });
  const { status, stderr } = await shell(step('terraform', 'Guard', 1), { EXPECTED });
  return status === 0 ? 'passed' : stderr.replace('not expected of this plan:\n', '').trim();
}

/** A line that has moved from dxcon-source to dxlag-target, and a folder that is ready for Terraform. */
async function afterMove(): Promise<void> {
  simulator = await startSimulator();
  const move = { connectionId: 'dxcon-hosted1', parentConnectionId: 'dxlag-target' };
  await simulator.partner.send(new AssociateHostedConnectionCommand(move));
  configure('');
  const { status, stderr } = await shell('terraform init');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

/** Whatever Terraform did: nothing but reads, and the one move. */
async function untouched(): Promise<void> {
  const { calls } = await simulator.admin.journal();
  const changing = calls.map(({ operation }) => operation).filter((name) => !name?.startsWith('Describe'));
  expect(changing).toEqual(['AssociateHostedConnection']);
}

describe.skipIf(missing)(`the Terraform page (${missing ?? terraform().found})`, { timeout: 600_000 }, () => {
  it('is right about what is planned after a move', async () => {
    await afterMove();
    keep(stateOn('dxcon-source'));
    configure(resource('dxcon-source'));
    const read = await shell('terraform plan');
    expect(read.stderr.replace(/\s+/g, ' ')).toContain(
      "DescribeHostedConnections failed for connection dxcon-hosted1 doesn't exist",
    );
    expect(await guarded(PLAN)).toBe('passed');

    configure(resource('dxlag-target'));
    expect(await guarded(PLAN)).toBe(`${ADDRESS} delete+create`);

    configure('');
    expect(await guarded(PLAN)).toBe(`${ADDRESS} delete`);

    // What a newer provider leaves of the state after its refresh.
    rmSync(join(folder, 'terraform.tfstate'));
    configure(resource('dxcon-source', LIFECYCLE));
    expect(await guarded(PLAN)).toBe(`${ADDRESS} create`);
    await untouched();
  });

  it('takes a line out, and does nothing to it', async () => {
    await afterMove();
    keep(stateOn('dxcon-source'));
    configure(REMOVED);

    expect(await guarded(PLAN)).toBe(`${ADDRESS} forget`);
    expect(await guarded(PLAN, `${ADDRESS} forget`)).toBe('passed');
    const applied = await shell(step('terraform', 'Take a line out of Terraform', 1));

    expect(applied.stdout).toContain('Resources: 0 added, 0 changed, 0 destroyed.');
    expect(await guarded(PLAN)).toBe('passed');
    await untouched();
  });

  it('keeps a line, with the new parent in state and configuration', async () => {
    await afterMove();
    keep(stateOn('dxcon-source'));
    configure(resource('dxcon-source', LIFECYCLE));
    const correct = step('terraform', 'Keep a line in Terraform');

    const unknown = await shell(correct, { LINE_ID: 'dxcon-none', NEW_PARENT_ID: 'dxlag-target' });
    expect(unknown).toMatchObject({ status: 5, stderr: expect.stringContaining('the state has the line 0 times') });
    const done = await shell(correct, { LINE_ID: 'dxcon-hosted1', NEW_PARENT_ID: 'dxlag-target' });
    expect(done).toMatchObject({ status: 0, stderr: '' });

    expect(JSON.parse(readFileSync(join(folder, 'terraform.tfstate'), 'utf8')).resources).toMatchObject([
      { instances: [{ attributes: { id: 'dxcon-hosted1', connection_id: 'dxlag-target' } }] },
    ]);
    configure(resource('dxlag-target'));
    expect(await guarded(PLAN)).toBe('passed');
    await untouched();
  });

  it('is right that a line cannot be imported, and that its confirmation sees no move', async () => {
    await afterMove();
    configure(resource('dxlag-target'));
    const imported = await shell(`terraform import ${ADDRESS} dxcon-hosted1`);
    expect(imported.stderr).toContain("resource aws_dx_hosted_connection doesn't support import");

    const attributes = { id: 'dxcon-hosted1', connection_id: 'dxcon-hosted1' };
    keep(stateWith('aws_dx_connection_confirmation', 'line', attributes));
    configure(
      'resource "aws_dx_connection_confirmation" "line" {\n  connection_id = "dxcon-hosted1"\n}\n',
      'CUSTOMERKEY',
    );
    expect(await guarded('terraform plan -out=plan.bin\n')).toBe('passed');
    await untouched();
  });
});

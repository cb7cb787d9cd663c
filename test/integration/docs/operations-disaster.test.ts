import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTopology } from '#direct-connect-simulator';
import { packageStack } from '../../../local/stack/package-stack.ts';
import { startTestStackFrom, type TestStack } from '../../support/stack.ts';
import { type Operator, operatorOf, PATIENT, step, TOOLS } from './operator.ts';

const TOPOLOGY = new URL('../../support/stack-topology.yaml', import.meta.url);
const minRequestedAt = new Date().toISOString();

/** A ledger that has forgotten all there was, and a service that knows since when. */
let stack: TestStack;
let directory: string;
let run: Operator;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dx-migrator-restored-'));
  const { region, tenants } = parseTopology(readFileSync(TOPOLOGY, 'utf8'), 'stack-topology.yaml');
  await packageStack({
    directory,
    region,
    tenants: { tenants },
    parameters: { minRequestedAt, pollIntervalSeconds: 60 },
  });
  stack = await startTestStackFrom(directory);
  run = operatorOf(stack);
});
afterAll(async () => {
  await stack.close();
  rmSync(directory, { recursive: true });
});

describe.skipIf(TOOLS.missing)(`disaster (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  const orderSystem = { AWS_ACCESS_KEY_ID: 'AROAORDERSYSTEM', CONNECTION_ID: 'dxcon-line1' };
  const order = (REQUEST_ID: string, ago: number) =>
    run(step('disaster', 'Lost or damaged table'), {
      ...orderSystem,
      REQUEST_ID,
      REQUESTED_AT: new Date(Date.now() - ago).toISOString(),
    });

  it('supersedes requests from before the table was restored, and moves later ones', async () => {
    await order('old', 86_400_000);
    const old = await stack.nextEvent('Notification');
    await order('young', 0);
    const young = await stack.nextEvent('Notification');

    const message = `requests given before ${minRequestedAt} are not taken any more`;
    expect(old.data).toMatchObject({ request: { requestId: 'old' }, reason: { code: 'SUPERSEDED', message } });
    expect(young.data).toMatchObject({ request: { requestId: 'young' }, outcome: 'MIGRATED', disposition: 'moved' });
  });

  it('loses a queue for a rehearsal', async () => {
    expect(await run(step('disaster', 'Lost queue'))).toBe('');
  });
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';
import { atShell, logged, type Operator, operatorOf, PATIENT, step, TOOLS } from './operator.ts';

let stack: TestStack;
let run: Operator;
beforeAll(async () => {
  stack = await startTestStack();
  run = operatorOf(stack);
});
afterAll(() => stack.close());

const associations = async () => {
  const { calls } = await stack.directConnectAdmin.journal();
  return calls.filter(({ operation }) => operation === 'AssociateHostedConnection');
};

describe.skipIf(TOOLS.missing)(`the upgrade (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('pauses, drains, probes and resumes', async () => {
    expect(JSON.parse(await run(step('upgrade', '1. Pause')))).toMatchObject({ paused: true, changed: true });
    await stack.send(stackRequest('upgrade-1', 'dxcon-line1'));
    await logged(stack, 'waiting', 'upgrade-1');

    const drained = await atShell(stack, step('upgrade', '2. Drain'), {});
    expect(drained).toEqual({ status: 0, stdout: '', stderr: 'not found: no request is CALLING\n' });
    expect(await run(step('upgrade', '2. Drain', 1))).toMatch(/^ *1 RECEIVED\n$/);

    const probe = { REQUEST_ID: 'probe-1', CONNECTION_ID: 'dxcon-line2', AWS_ACCESS_KEY_ID: 'AROAORDERSYSTEM' };
    await run(step('upgrade', '4. Probe'), probe);
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect(JSON.parse(await run(step('upgrade', '4. Probe', 1), probe))).toEqual(['PLANNED', version, null]);
    expect(await associations()).toEqual([]);

    expect(JSON.parse(await run(step('upgrade', '5. Resume')))).toMatchObject({ paused: false, changed: true });
    await logged(stack, 'published', 'upgrade-1');
    expect(await associations()).toHaveLength(1);
  });

  it('waits in the drain for a call that no one has answered', async () => {
    const unobserved = await startTestStack('withoutReconcile');
    await unobserved.directConnectAdmin.armFault({ kind: 'drop', effect: 'done' });
    await unobserved.send(stackRequest('drain-1', 'dxcon-line1'));
    await logged(unobserved, 'unclear', 'drain-1');

    const wait = 'sleep() { echo "would wait"; exit; }\n';
    const waited = await run(wait + step('upgrade', '2. Drain'), unobserved.endpointVariables);

    await unobserved.close();
    expect(waited).toMatch(/^CALLING\torders\tdrain-1\tdxcon-line1\tdxcon-old1\tdxlag-new1\t\S+Z\nwould wait\n$/);
  });

  it('does not mistake a ledger that cannot be read for one in which nothing is CALLING', async () => {
    const ran = await atShell(stack, step('upgrade', '2. Drain'), { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' });

    expect(ran).toMatchObject({ status: 1, stdout: '' });
    expect(ran.stderr).toContain('it is not known whether anything is CALLING');
  });
});

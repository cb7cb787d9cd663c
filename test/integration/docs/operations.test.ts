import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';
import {
  atShell,
  findsNothing,
  logged,
  NAMES_ON_AWS,
  NAMES_ON_THIS_MACHINE,
  type Operator,
  operatorOf,
  PATIENT,
  step,
  TOOLS,
} from './operator.ts';

let stack: TestStack;
let run: Operator;
beforeAll(async () => {
  stack = await startTestStack();
  run = operatorOf(stack);
});
afterAll(() => stack.close());

describe('the names', () => {
  const namesIn = (block: string) => [...block.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);

  it('are the same on AWS and on this machine', () => {
    expect(namesIn(NAMES_ON_THIS_MACHINE)).toEqual(namesIn(NAMES_ON_AWS));
  });

  it('on AWS come from outputs that the stack has', () => {
    const outputs = [...NAMES_ON_AWS.matchAll(/\$\(output (\w+)\)/g)].map(([, name]) => name ?? '');
    expect(outputs.length).toBeGreaterThan(3);
    for (const name of outputs) expect(stack.outputs, name).toHaveProperty(name);
  });
});

describe.skipIf(TOOLS.missing)(`an operator (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  const STORY = 'The story of a request';

  it('has the names that the local stack has', async () => {
    const { OrdersRequestsQueueUrl, OrdersRequestsDeadLetterQueueUrl, QuarantineQueueUrl, LedgerName } = stack.outputs;
    expect(await run('printf "%s\\n" "$REQUESTS"orders.fifo "$DEAD_LETTERS"orders.fifo "$QUARANTINE" "$LEDGER"')).toBe(
      `${OrdersRequestsQueueUrl}\n${OrdersRequestsDeadLetterQueueUrl}\n${QuarantineQueueUrl}\n${LedgerName}\n`,
    );
  });

  it('gets an error that says what is wrong with a command', async () => {
    const { status, stdout, stderr } = await atShell(stack, 'ask "$CONTROL" action=stop by=ada why=x', {});
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const why = expect.stringMatching(/^action must be one of status, pause, resume, /);
    expect(JSON.parse(stdout)).toMatchObject({ result: 'declined', why });
  });

  it('freezes and cordons, and is told what stands in the way', async () => {
    const untilMs = Date.now() + 3_600_000;
    const asked = { UNTIL: new Date(untilMs).toISOString(), PARENT_ID: 'dxcon-unused', WHY: 'new fibre' };

    const answers = await run(step('README', 'Stop calls'), asked);

    const status = JSON.parse(answers.slice(answers.lastIndexOf('\n{')));
    expect(status).toMatchObject({
      ...{ changed: false, paused: false, closedParents: [] },
      freezes: [{ name: 'night', parent: 'dxcon-unused', until: asked.UNTIL, why: 'new fibre' }],
      cordons: [{ parent: 'dxcon-unused', why: 'new fibre' }],
    });
    const taken = await run(step('README', 'Stop calls', 1), asked);
    expect(JSON.parse(taken.slice(taken.lastIndexOf('\n{')))).toMatchObject({ freezes: [], cordons: [] });
  });

  it('reads the state of a request that has no outcome yet', async () => {
    const notBefore = new Date(Date.now() + 3_600_000).toISOString();
    await stack.send(stackRequest('window-1', 'dxcon-line4', { notBefore }));
    await logged(stack, 'waiting', 'window-1');

    const outcome = await run(step('README', STORY, 1), { REQUEST_ID: 'window-1' });

    expect(JSON.parse(outcome)).toEqual({ state: 'RECEIVED', event: 'none yet' });
  });

  it('reads what a request waits for, what all wait for, and how many for what', async () => {
    const [one, all, byCause] = [0, 1, 2].map((index) => step('README', 'What a request waits for', index)) as [
      ...[string, string, string],
    ];

    const says = JSON.parse(await run(one, { REQUEST_ID: 'window-1' }));

    expect(says).toMatchObject({ cause: 'window', obstacle: null });
    const hour = Date.parse(says.until) - Date.parse(says.since);
    expect(Math.abs(hour - 3_600_000)).toBeLessThan(600_000);
    const fields = [says.since, 'window', '-', says.until, 'RECEIVED', 'orders', 'window-1', 'dxcon-line4'];
    expect(await run(all)).toBe(`${fields.join('\t')}\n`);
    expect(await run(byCause)).toMatch(/^ *1 window\n$/);
  });

  it('decides on a held request, and reads its history', async () => {
    await stack.directConnectAdmin.armFault({ kind: 'drop', effect: 'none', connectionId: 'dxcon-line2' });
    await stack.send(stackRequest('held-1', 'dxcon-line2'));
    const held = { REQUEST_ID: 'held-1', CONNECTION_ID: 'dxcon-line2' };
    await logged(stack, 'held', 'held-1');
    const [findOnTarget, decide] = [step('alarms/held', 'Look', 2), step('alarms/held', 'Act')];

    await findsNothing(atShell(stack, findOnTarget, held), 'dxcon-line2 among 0 on dxlag-new1');
    const declined = await atShell(stack, decide, { ...held, VERDICT: 'moved' });
    expect(declined).toMatchObject({ status: 1, stderr: '' });
    expect(JSON.parse(declined.stdout)).toEqual({
      result: 'declined',
      why: 'dxcon-line2 is not listed on dxlag-new1',
    });
    expect(JSON.parse(await run(decide, { ...held, VERDICT: 'retry' }))).toEqual({ result: 'resolved' });

    await logged(stack, 'migrated', 'held-1');
    expect(await run(findOnTarget, held)).toBe('dxcon-line2\tavailable\n');
    const story = (await run(step('README', STORY), held)).trimEnd().split('\n');
    const whats = story.map((line) => line.split('  ')[1]);
    expect(whats).toEqual(['received', 'calling', 'unclear', 'held', 'retried', 'calling', 'migrated']);
    expect(story[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ {2}received {2}- {2}- {2}-$/);
    expect(story[4]).toMatch(/retried {2}- {2}ada {2}ticket 815$/);
  });

  it('reads the state of a request and of its event', async () => {
    await logged(stack, 'published', 'held-1');

    const outcome = JSON.parse(await run(step('README', STORY, 1), { REQUEST_ID: 'held-1' }));

    expect(outcome).toEqual({ state: 'MIGRATED', event: 'published' });
  });

  it('finds long waits in the log', async () => {
    const longest = (await run(step('README', 'What a request waits for', 3))).trimEnd().split('\n');

    const causes = longest.map((line) => line.split('  ')[1]);
    expect(new Set(causes).size).toBe(causes.length);
    expect(longest.join('\n')).toMatch(/ {2}effectPending {2}1 {2}[\d.]+ {2}orders {2}held-1$/m);
  });

  it('finds the lines of a request in the log', async () => {
    const lines = await run(step('README', STORY, 2), { REQUEST_ID: 'held-1' });

    const messages = lines.split('\n').map((line) => line.split('  ').slice(1, 3).join(' '));
    expect(messages).toContain('dx-migrator-local-resolve retried');
    expect(messages).toContain('dx-migrator-local-reconcile migrated');
  });

  it('reads that who waited for the resume waits for its turn once its time in the backlog has come', async () => {
    await run('ask "$CONTROL" action=pause by="$BY" why="$WHY"');
    await stack.send(stackRequest('paused-1', 'dxcon-line3'));
    await logged(stack, 'waiting', 'paused-1');

    expect(JSON.parse(await run(step('README', 'What a request waits for'), { REQUEST_ID: 'paused-1' }))).toMatchObject(
      {
        ...{ cause: 'paused', until: null },
      },
    );
    const all = step('README', 'What a request waits for', 1);
    await eventually(async () => expect(await run(all)).toMatch(/^\S+\tturn\t-\t-\tRECEIVED\torders\tpaused-1\t/m));
    await run('ask "$CONTROL" action=resume by="$BY" why="$WHY"');
  });
});

import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { DETAIL_TYPES } from 'dx-migrator/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseTopology } from '#direct-connect-simulator';
import { compilePattern } from '../../../local/eventbridge/compile-pattern.ts';
import { type LocalStack, startLocalStack } from '../../../local/stack/local-stack.ts';
import { readTemplate, type Template } from '../../../local/stack/template.ts';
import { stackRequest } from '../../support/stack.ts';
import { type Packaged, packageWith } from '../consumers/package-with.ts';
import { sendRequest } from '../consumers/send-request.ts';
import { startExample } from '../consumers/start-example.ts';
import { danglingReferences } from '../consumers/template-references.ts';
import { blocksOf, blocksUnder } from './markdown-blocks.ts';
import { runPython, runTypeScript, typeCheck } from './run-example.ts';

const file = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const BLOCKS = blocksOf(file('docs/integrate/consumers.md'));
const TOPOLOGY = file('test/support/stack-topology.yaml');
const TEMPLATE = 'cloudformation-template-update-stack.json';
const KINDS = ['A queue', 'A Lambda function', 'A bus in another account'];

/** The three files that the page prints, by the name that each has in its first line. */
const SUBSCRIPTIONS = Object.fromEntries(
  KINDS.map((kind) => {
    const [text = ''] = blocksUnder(BLOCKS, kind, 'yaml');
    return [/^# (infra\/subscriptions\/[\w-]+\.yml): /.exec(text)?.[1] ?? kind, text];
  }),
);

let packaged: Packaged;
let template: Template;
beforeAll(async () => {
  const { tenants } = parseTopology(await readFile(TOPOLOGY, 'utf8'), 'stack-topology.yaml');
  packaged = await packageWith(SUBSCRIPTIONS, tenants);
  template = await readTemplate(join(packaged.directory, TEMPLATE));
});
afterAll(() => packaged.remove());

const ofType = (type: string, name: string): Record<string, unknown>[] =>
  Object.entries(template.Resources)
    .filter(([logicalId, { Type }]) => Type === type && logicalId.startsWith(name))
    .map(([, { Properties = {} }]) => Properties);

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const functionArn = { 'Fn::Sub': expect.stringMatching(/:function:dx-oncall-ticket$/) };
const busArn = { 'Fn::Sub': expect.stringMatching(/:222233334444:event-bus\/dx-outcomes$/) };

describe('the subscriptions of the page', () => {
  it('are files of infra/subscriptions, the first of which is switched on as the page says', async () => {
    expect(Object.keys(SUBSCRIPTIONS)).toEqual(
      ['capacity', 'oncall', 'partner-bus'].map((name) => `infra/subscriptions/${name}.yml`),
    );
    const [line] = blocksUnder(BLOCKS, 'Subscribe, in one file', 'text');
    expect(line).toBe(`  - \${file(./${Object.keys(SUBSCRIPTIONS)[0]})}\n`);
  });

  it('refer only to resources that exist', () => {
    expect(danglingReferences(template)).toEqual([]);
  });

  it.each([
    ['Capacity', 'capacity', arnOf('CapacityQueue')],
    ['Oncall', 'oncall', functionArn],
    ['PartnerBus', 'partner-bus', busArn],
  ])('%s: its rule leads to its target, and failed deliveries to its own dead-letter queue', (name, id, target) => {
    const [rule] = ofType('AWS::Events::Rule', name);
    const deadLetters = `${name}DeadLetterQueue`;
    expect(rule?.EventBusName).toEqual({ Ref: 'Bus' });
    expect(() => compilePattern(rule?.EventPattern)).not.toThrow();
    const pattern = rule?.EventPattern as { source: string[]; 'detail-type': string[] };
    expect(pattern.source).toEqual(['dx-migrator']);
    expect(Object.values(DETAIL_TYPES)).toEqual(expect.arrayContaining(pattern['detail-type']));
    expect(rule?.Targets).toMatchObject([
      {
        Id: id,
        Arn: target,
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: arnOf(deadLetters) },
      },
    ]);
    const policy = ofType('AWS::SQS::QueuePolicy', name).find(({ Queues }) =>
      isDeepStrictEqual(Queues, [{ Ref: deadLetters }]),
    );
    const denied = { Effect: 'Deny', Principal: '*', Resource: arnOf(deadLetters) };
    expect(policy?.PolicyDocument).toMatchObject({
      Statement: [
        { ...denied, Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { ...denied, Action: 'sqs:PurgeQueue' },
        // The function sends there itself what it fails at.
        ...(name === 'Oncall' ? [] : [{ ...denied, Action: 'sqs:SendMessage' }]),
        {
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arnOf(deadLetters),
          Condition: { ArnEquals: { 'aws:SourceArn': arnOf(`${name}Rule`) } },
        },
      ],
    });
    const [alarm] = ofType('AWS::CloudWatch::Alarm', name);
    expect(alarm).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [deadLetters, 'QueueName'] } }],
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: 'AlarmTopic' }],
    });
  });

  it('let a queue move on messages that its consumer cannot handle', () => {
    const [queue] = ofType('AWS::SQS::Queue', 'CapacityQueue');
    expect(queue?.RedrivePolicy).toEqual({
      deadLetterTargetArn: arnOf('CapacityDeadLetterQueue'),
      maxReceiveCount: 20,
    });
  });

  it('let the rule, and only it, invoke the function, whose failures go to the same dead-letter queue', () => {
    expect(ofType('AWS::Lambda::Permission', 'Oncall')).toMatchObject([
      { FunctionName: functionArn, Principal: 'events.amazonaws.com', SourceArn: arnOf('OncallRule') },
    ]);
    expect(ofType('AWS::Lambda::EventInvokeConfig', 'Oncall')).toMatchObject([
      {
        FunctionName: 'dx-oncall-ticket',
        DestinationConfig: { OnFailure: { Destination: arnOf('OncallDeadLetterQueue') } },
      },
    ]);
  });

  it('let the rule put events onto the bus of the other account, which allows the same rule', () => {
    const [rule] = ofType('AWS::Events::Rule', 'PartnerBus');
    expect(rule?.Targets).toMatchObject([{ RoleArn: arnOf('PartnerBusRole') }]);
    const [role] = ofType('AWS::IAM::Role', 'PartnerBus');
    expect(role).toMatchObject({
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'events.amazonaws.com' } }] },
      Policies: [{ PolicyDocument: { Statement: [{ Action: 'events:PutEvents', Resource: busArn }] } }],
    });
    expect(JSON.stringify(role?.AssumeRolePolicyDocument)).toMatch(/:rule\/\$\{Bus\}\/partner-bus"/);

    const [text = ''] = blocksUnder(BLOCKS, 'A bus in another account', 'yml');
    const { Resources } = parse(text, { logLevel: 'silent' });
    expect(Resources.OutcomesBus.Properties.Name).toBe('dx-outcomes');
    expect(Resources.OutcomesBusPolicy.Properties.Statement).toMatchObject({
      Action: 'events:PutEvents',
      Condition: {
        ArnEquals: { 'aws:SourceArn': 'arn:aws:events:eu-central-1:999988887777:rule/dx-migrator-prod/partner-bus' },
      },
    });
  });
});

describe('the patterns of the page for events about operations', () => {
  it.each([
    ['After the move', 'verified-'],
    ['A parent that is being emptied', 'parent-'],
    ['The maintenance of lines', 'maintenance-'],
  ])('%s: matches each event of its type, no other, and no outcome', (section, prefix) => {
    const [text = ''] = blocksUnder(BLOCKS, section, 'yaml');
    const hears = compilePattern(parse(text).EventPattern);
    const namesIn = (contract: string) =>
      globSync('*.json', { cwd: file(`contracts/${contract}/examples/events`) }).toSorted();
    const heard = (contract: string) =>
      namesIn(contract).filter((name) =>
        hears(JSON.parse(readFileSync(file(`contracts/${contract}/examples/events/${name}`), 'utf8'))),
      );
    expect(heard('operations/v1')).toEqual(namesIn('operations/v1').filter((name) => name.startsWith(prefix)));
    expect(heard('v1')).toEqual([]);
  });
});

describe('the queue of the page, on the local stack', () => {
  let stack: LocalStack;
  beforeAll(async () => {
    // The stack has no functions and buses of others.
    const isOthers = (logicalId: string) => /^(?:Oncall|PartnerBus)/.test(logicalId);
    const resources = Object.entries(template.Resources).filter(([logicalId]) => !isOthers(logicalId));
    const queueOnly = { ...template, Resources: Object.fromEntries(resources) };
    await writeFile(join(packaged.directory, TEMPLATE), JSON.stringify(queueOnly));
    const topology = parseTopology(await readFile(TOPOLOGY, 'utf8'), 'stack-topology.yaml');
    stack = await startLocalStack({ packageDirectory: packaged.directory, topology, log: () => undefined });
  });
  afterAll(() => stack.close());

  it('gets each change of parent and nothing else, and the consumer of the page handles it', async () => {
    const [text = ''] = blocksUnder(BLOCKS, 'A consumer', 'ts');
    const environment = {
      ...stack.endpointVariables,
      ...{ AWS_REGION: stack.region, AWS_ACCESS_KEY_ID: 'AIDALOCAL', AWS_SECRET_ACCESS_KEY: 'local' },
      QUEUE_URL: stack.outputs.CapacityQueueUrl,
    };
    const consumer = await startExample(text, environment);
    try {
      const there = { expectedParentConnectionId: 'dxlag-new1' };
      await sendRequest(stack, stackRequest('refused', 'dxcon-line1', { notAfter: '2026-01-01T00:00:00Z' }));
      await sendRequest(stack, stackRequest('moved', 'dxcon-line1'));
      await consumer.prints('MIGRATED moved dxlag-new1');
      await sendRequest(stack, stackRequest('there', 'dxcon-line1', there));
      await sendRequest(stack, stackRequest('moved-2', 'dxcon-line2'));
      await consumer.prints('MIGRATED moved-2 dxlag-new1');
      expect(consumer.output()).not.toMatch(/refused|there/);
    } finally {
      await consumer.end();
    }
  });
});

describe('the programs of the page', () => {
  const golden = { GOLDEN_EVENTS: file('contracts/v1/examples/events') };
  const count = globSync('*.json', { cwd: golden.GOLDEN_EVENTS }).length;
  const [consumer = ''] = blocksUnder(BLOCKS, 'A consumer', 'ts');
  const [goldenTest = ''] = blocksUnder(BLOCKS, 'Test it with golden events', 'ts');

  const [afterTheMove = ''] = blocksUnder(BLOCKS, 'After the move', 'ts');
  const [emptied = ''] = blocksUnder(BLOCKS, 'A parent that is being emptied', 'ts');

  const [maintained = ''] = blocksUnder(BLOCKS, 'The maintenance of lines', 'ts');

  it('pass the type checker', async () => {
    expect(await typeCheck([consumer, goldenTest, afterTheMove, emptied, maintained])).toBe('');
  });

  it('read outcomes and verdicts, each by its contract', async () => {
    const examples = ['v1/examples/events/migrated-moved', 'operations/v1/examples/events/verified-unhealthy'];
    const read = `
      import { readFileSync } from 'node:fs';
      for (const name of process.argv.slice(2)) console.log(describe(readFileSync(name, 'utf8')));`;
    const files = examples.map((name) => file(`contracts/${name}.json`));
    expect(await runTypeScript(afterTheMove + read, {}, ...files)).toMatchObject({
      stdout: 'MIGRATED\ndxcon-fh3m8v2p: UNHEALTHY, down at 2026-11-23T12:10:01.840Z\n',
      stderr: '',
    });
  });

  it('keep the later of two events about a parent, whichever comes first', async () => {
    const read = `
      import { readFileSync } from 'node:fs';
      for (const name of process.argv.slice(2)) note(readFileSync(name, 'utf8'));
      console.log([...known.values()].map(({ cordoned }) => cordoned).join());`;
    const files = ['uncordoned', 'cordoned', 'uncordoned'].map((name) =>
      file(`contracts/operations/v1/examples/events/parent-${name}.json`),
    );
    expect(await runTypeScript(emptied + read, {}, ...files)).toMatchObject({ stdout: 'false\n', stderr: '' });
  });

  it('make a calendar file of an announcement, once all lines of the owner have come', async () => {
    const read = `
      import { readFileSync } from 'node:fs';
      const event = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
      const { data } = event.detail;
      data.linesOfOwner = 2;
      console.log(announce(JSON.stringify(event)), announce(JSON.stringify(event)));
      console.log(announce(JSON.stringify({ ...event, detail: { ...event.detail, data: { ...data, connectionId: 'dxcon-2' } } })));`;
    const golden = file('contracts/operations/v1/examples/events/maintenance-announced.json');
    const { stdout } = await runTypeScript(maintained + read, {}, golden);
    expect(stdout).toMatch(/^undefined undefined\nBEGIN:VCALENDAR\r\n/);
    expect(stdout.match(/^X-MAINTNOTE-OBJECT-ID:.*$/gm)?.map((line) => line.trim())).toEqual([
      'X-MAINTNOTE-OBJECT-ID:dxcon-fg100001',
      'X-MAINTNOTE-OBJECT-ID:dxcon-2',
    ]);
  });

  it('test a handler in TypeScript with golden events', async () => {
    expect(await runTypeScript(goldenTest, golden)).toEqual({
      status: 0,
      stdout: `${count} events, 2 changes of parent\n`,
      stderr: '',
    });
  });

  it('fail on a handler that does not drop repeats', async () => {
    const careless = goldenTest.replace('if (handled.has(metadata.eventId)) return;\n', '');
    expect(careless).not.toBe(goldenTest);
    expect((await runTypeScript(careless, golden)).status).toBe(1);
  });

  const python = spawnSync('python3', ['--version']).status === 0;
  it.skipIf(!python)(`test a handler in Python${python ? '' : ' (skipped: python3 is not installed)'}`, async () => {
    const [text = ''] = blocksUnder(BLOCKS, 'Test it with golden events', 'python');
    expect(await runPython(text, golden)).toEqual({
      status: 0,
      stdout: `${count} events, 2 changes of parent\n`,
      stderr: '',
    });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { REGION } from '../../infra/check/variants.ts';
import { compilePattern } from '../../local/eventbridge/compile-pattern.ts';
import { FUNCTION_NAMES } from '../../src/settings/setting.ts';
import { policyDocuments, statementsAnywhere } from './principals.ts';
import { type Deployable, packaged } from './template.ts';

let shipped: Deployable;
let open: Deployable;

beforeAll(async () => {
  shipped = await packaged('default');
  open = await packaged('open');
});

/** What the stack is made of, with or without parameters. A new type would need a new review of the access to it. */
const TYPES = [
  ...['CloudWatch::Alarm', 'CloudWatch::Dashboard', 'DynamoDB::Table', 'Events::Archive', 'Events::EventBus'],
  ...['Events::EventBusPolicy', 'Events::Rule', 'IAM::ManagedPolicy', 'IAM::Role', 'KMS::Alias', 'KMS::Key'],
  ...[
    'Lambda::EventInvokeConfig',
    'Lambda::EventSourceMapping',
    'Lambda::Function',
    'Lambda::Permission',
    'Logs::LogGroup',
    'S3::Bucket',
  ],
  ...['S3::BucketPolicy', 'SNS::Topic', 'SNS::TopicPolicy', 'SQS::Queue', 'SQS::QueuePolicy'],
].map((type) => `AWS::${type}`);

it('is made of known types of resources', () => {
  const types = [shipped, open].flatMap(({ resources }) => resources.map(({ type }) => type));
  expect(new Set(types)).toEqual(new Set(TYPES));
});

it('has policy statements only where the access tests check them', () => {
  for (const template of [shipped, open]) {
    const covered = new Set<object>(policyDocuments(template).flatMap(({ statements }) => statements));
    const trust = /^\w+Role\.AssumeRolePolicyDocument\./;
    const unseen = statementsAnywhere(template).filter(
      ({ at, statement }) => !covered.has(statement) && !trust.test(at),
    );
    expect(unseen).toEqual([]);
  }
});

it('the statements of the bus carry the stage in their ids, and come one after the other', () => {
  const template = JSON.parse(readFileSync(join(open.directory, 'cloudformation-template-update-stack.json'), 'utf8'));
  const policies = open.ofType('AWS::Events::EventBusPolicy');
  expect(policies).toHaveLength(3);
  let before: string | undefined;
  for (const { id, properties } of policies) {
    expect(properties.StatementId).toBe(`dx-migrator-prod-${id}`);
    expect([template.Resources[id].DependsOn ?? []].flat()).toEqual(before === undefined ? [] : [before]);
    before = id;
  }
});

it('every rule on the bus has a dead-letter queue for each of its targets', () => {
  const rules = shipped.ofType('AWS::Events::Rule').filter(({ properties }) => properties.EventBusName !== undefined);
  const targets = rules.flatMap(({ properties }) => properties.Targets);
  // Of consumers, and of what becomes of the lines of drains.
  expect(targets.length).toBe(3);
  expect(targets.filter(({ DeadLetterConfig }) => DeadLetterConfig?.Arn === undefined)).toEqual([]);
});

it('the archive keeps whatever the functions may publish, for a replay', () => {
  const keeps = compilePattern(shipped.get('Archive').EventPattern);
  const sources = ['dx-migrator', 'dx-migrator.operations', 'dx-migrator.other', 'aws.events'];
  expect(sources.map((source) => keeps({ source, detail: {} }))).toEqual([true, true, false, false]);
});

it('every function runs on Node 24 and arm64, with a role of its own and a log group under the key with an end', () => {
  const functions = shipped.ofType('AWS::Lambda::Function');
  expect(functions.length).toBe(FUNCTION_NAMES.length);
  for (const { id, properties } of functions) {
    const name = id.replace('LambdaFunction', '');
    expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    expect(properties.Role).toBe(shipped.arn(`${name}Role`));
    expect(shipped.get(`${name}LogGroup`)).toEqual({
      LogGroupName: `/aws/lambda/${properties.FunctionName}`,
      RetentionInDays: 365,
      KmsKeyId: shipped.arn('Key'),
    });
  }
});

it('ticks may go round as long as a drain runs, and no other function and queue may', () => {
  const functions = shipped.ofType('AWS::Lambda::Function').filter(({ properties }) => 'RecursiveLoop' in properties);
  expect(functions.map(({ id, properties }) => [id, properties.RecursiveLoop])).toEqual([
    ['DrainLambdaFunction', 'Allow'],
  ]);
});

it('every function has a concurrency of its own: a busy account keeps no one from pausing or deciding', () => {
  const functions = shipped.ofType('AWS::Lambda::Function').map(({ id, properties }) => [id, properties]);
  const without = functions.filter(([, { ReservedConcurrentExecutions }]) => !(ReservedConcurrentExecutions > 0));
  expect(functions.length).toBe(FUNCTION_NAMES.length);
  expect(without).toEqual([]);
});

it('nothing is public: a statement for everyone is always a Deny', () => {
  const statements = [shipped, open].flatMap((template) => policyDocuments(template));
  const allowed = statements
    .filter(({ kind }) => kind === 'resource')
    .flatMap(({ id, statements }) => statements.map((statement) => ({ id, statement })))
    .filter(({ statement: { Effect } }) => Effect === 'Allow');
  const toAnybody = allowed.filter(({ statement: { Principal } }) => JSON.stringify(Principal).includes('"*"'));
  const toServices = allowed.filter(({ id, statement: { Principal, Condition } }) => {
    return Principal !== '*' && Principal?.Service !== undefined && Condition === undefined && id !== 'Key';
  });
  expect(allowed.length).toBeGreaterThan(10);
  expect(toAnybody).toEqual([]);
  expect(toServices).toEqual([]);
});

it('puts the functions into subnets by parameter only', () => {
  expect(shipped.get('MigrateLambdaFunction').VpcConfig).toBeUndefined();
  for (const { properties } of open.ofType('AWS::Lambda::Function')) {
    expect(properties.VpcConfig).toEqual({ SubnetIds: ['subnet-0123abcd'], SecurityGroupIds: ['sg-0123abcd'] });
  }
});

it('tags the stack, and so every resource that takes tags', () => {
  const state = JSON.parse(readFileSync(join(shipped.directory, 'serverless-state.json'), 'utf8'));
  expect(state.service.provider.stackTags).toEqual({ service: 'dx-migrator', stage: 'prod' });
});

it('exports under its own name and the stage', () => {
  const exported = Object.entries(shipped.outputs).filter(([, { Export }]) =>
    Export?.Name.startsWith('dx-migrator-prod-'),
  );
  expect(exported.length).toBeGreaterThan(10);
  expect(exported.filter(([name, { Export }]) => Export?.Name !== `dx-migrator-prod-${name}`)).toEqual([]);
});

it('gives no dashboard and no role a name that a second Region would give too', () => {
  // Dashboards are of an account: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
  const dashboards = shipped.ofType('AWS::CloudWatch::Dashboard').map(({ properties }) => properties.DashboardName);
  expect(dashboards.filter((name) => !name.includes(REGION))).toEqual([]);
  // IAM has no Regions: a role with a name could not be there twice.
  expect(shipped.ofType('AWS::IAM::Role').filter(({ properties }) => 'RoleName' in properties)).toEqual([]);
});

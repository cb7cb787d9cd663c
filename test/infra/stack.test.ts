import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { REGION } from '../../infra/check/variants.ts';
import { FUNCTION_NAMES } from '../../src/settings/setting.ts';
import { policyDocuments, statementsAnywhere } from './principals.ts';
import { type Deployable, packaged } from './template.ts';

let shipped: Deployable;
let open: Deployable;

beforeAll(async () => {
  shipped = await packaged('default');
  open = await packaged('open');
});

/** What the stack is made of, with or without parameters. Of another kind, who may what would have to be looked at anew. */
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

it('has no statement of a policy where the tests of rights do not look', () => {
  for (const template of [shipped, open]) {
    const looked = new Set<object>(policyDocuments(template).flatMap(({ statements }) => statements));
    const trust = /^\w+Role\.AssumeRolePolicyDocument\./;
    const unseen = statementsAnywhere(template).filter(
      ({ at, statement }) => !looked.has(statement) && !trust.test(at),
    );
    expect(unseen).toEqual([]);
  }
});

it('the ledger is on demand, restorable, protected, under the key, and outlives the stack', () => {
  const [ledger] = shipped.ofType('AWS::DynamoDB::Table');
  expect(ledger).toMatchObject({ deletionPolicy: 'RetainExceptOnCreate', updateReplacePolicy: 'Retain' });
  expect(ledger?.properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: shipped.arn('Key') },
  });
});

it('the key rotates, has an alias, and outlives what it encrypts', () => {
  const [key] = shipped.ofType('AWS::KMS::Key');
  expect(key).toMatchObject({ deletionPolicy: 'RetainExceptOnCreate', updateReplacePolicy: 'Retain' });
  expect(key?.properties).toMatchObject({ EnableKeyRotation: true });
  expect(shipped.get('KeyAlias')).toMatchObject({ AliasName: 'alias/dx-migrator-prod' });
});

it('the ledger refuses what is not TLS, for its index too', () => {
  const [statement] = shipped.get('Ledger').ResourcePolicy.PolicyDocument.Statement;
  const table = shipped.arn('Ledger');
  expect(statement).toMatchObject({ Effect: 'Deny', Principal: '*', Resource: [table, `${table}/index/*`] });
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

it('the bus and its archive are under the key; the bus has a dead-letter queue, the archive days', () => {
  expect(shipped.get('Bus')).toMatchObject({
    KmsKeyIdentifier: shipped.arn('Key'),
    DeadLetterConfig: { Arn: shipped.arn('BusDeadLetterQueue') },
  });
  expect(shipped.get('Archive')).toMatchObject({
    KmsKeyIdentifier: shipped.arn('Key'),
    SourceArn: shipped.arn('Bus'),
    RetentionDays: 90,
  });
});

it('the bucket of deployments is closed, keeps what is written over, and refuses what is not TLS', () => {
  expect(shipped.get('ServerlessDeploymentBucket')).toMatchObject({
    PublicAccessBlockConfiguration: {
      ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    },
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: expect.anything() }] },
  });
  const bucket = shipped.arn('ServerlessDeploymentBucket');
  expect(shipped.ofType('AWS::S3::BucketPolicy').map(({ properties }) => properties.PolicyDocument.Statement)).toEqual([
    [
      expect.objectContaining({
        ...{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [bucket, `${bucket}/*`] },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ],
  ]);
});

it('every rule on the bus has a dead-letter queue for each of its targets', () => {
  const rules = shipped.ofType('AWS::Events::Rule').filter(({ properties }) => properties.EventBusName !== undefined);
  const targets = rules.flatMap(({ properties }) => properties.Targets);
  expect(targets.length).toBe(2);
  expect(targets.filter(({ DeadLetterConfig }) => DeadLetterConfig?.Arn === undefined)).toEqual([]);
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

it('nothing is public: who is not named is only ever denied', () => {
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

it('tags the stack, and so whatever in it takes tags', () => {
  const state = JSON.parse(readFileSync(join(shipped.directory, 'serverless-state.json'), 'utf8'));
  expect(state.service.provider.stackTags).toEqual({ service: 'dx-migrator', stage: 'prod' });
});

it('exports under names that carry the stage', () => {
  const exported = Object.entries(shipped.outputs).filter(([name]) => !name.endsWith('QualifiedArn'));
  const names = exported.map(([name, { Export }]) => [name, Export?.Name]);
  const own = names.filter(([, name]) => name?.startsWith('dx-migrator-prod-'));
  expect(new Set(own.map(([name]) => name))).toEqual(
    new Set([
      'AlarmTopicArn',
      'BillingQueueUrl',
      'BusArn',
      'BusName',
      'ControlFunctionArn',
      'OutOfBandMovesQueueUrl',
      'KeyArn',
      'LedgerName',
      'MoverRoleArns',
      'NotificationQueueUrl',
      'QuarantineQueueUrl',
      'RequestsDeadLetterQueueUrl',
      'RequestsQueueArn',
      'RequestsQueueUrl',
      'ResolveFunctionArn',
    ]),
  );
  expect(own).toEqual(own.map(([name]) => [name, `dx-migrator-prod-${name}`]));
});

it('gives nothing a name that a second stage or Region would give too', () => {
  const NAMES = [
    ...['QueueName', 'TableName', 'ArchiveName', 'AliasName', 'LogGroupName', 'RoleName', 'Name'],
    ...['AlarmName', 'DashboardName', 'TopicName'],
  ];
  const named = shipped.resources
    .filter(({ type }) => type !== 'AWS::Lambda::Permission')
    .flatMap(({ id, properties }) => NAMES.flatMap((key) => (key in properties ? [[id, properties[key]]] : [])));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(([, name]) => !String(name).includes('dx-migrator-prod'))).toEqual([]);
  // Dashboards are of an account: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
  const dashboards = shipped.ofType('AWS::CloudWatch::Dashboard').map(({ properties }) => properties.DashboardName);
  expect(dashboards.filter((name) => !name.includes(REGION))).toEqual([]);
  // IAM has no Regions: a role with a name could not be there twice.
  expect(shipped.ofType('AWS::IAM::Role').filter(({ properties }) => 'RoleName' in properties)).toEqual([]);
});

import { CreateTableCommand, type CreateTableCommandInput, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { RuleProperties } from '../eventbridge/rule.ts';
import type { EventBridgeServer } from '../eventbridge/start-event-bridge.ts';
import { readEventInvokeConfig } from '../lambda/event-invoke-config.ts';
import type { EventPauses } from '../lambda/event-queue.ts';
import { createEventSourceMapping, type EventSourceMapping } from '../lambda/event-source-mapping.ts';
import type { FunctionCredentials } from '../lambda/function-settings.ts';
import { createLambda, type LambdaFunction } from '../lambda/lambda-function.ts';
import type { LogsServer } from '../logs/start-logs.ts';
import type { SqsServer } from '../sqs/sqs-server.ts';
import type { Creator } from './deployment.ts';
import { roleIdOf } from './identities.ts';
import { createOthersQueues } from './others-queues.ts';
import { TemplateError } from './template.ts';
import { unzipBundle } from './unzip-bundle.ts';

/** The servers that resources are created on, and what has to be closed again. */
export interface Site {
  region: string;
  account: string;
  /** Where `osls package` put the zips. */
  packageDirectory: string;
  /** Where they are unpacked to. */
  codeDirectory: string;
  sqs: SqsServer;
  sqsClient: SQSClient;
  dynamoDbClient: DynamoDBClient;
  eventBridge: EventBridgeServer;
  logs: LogsServer;
  /** Variables that point the handlers' SDK at the local servers. */
  endpointVariables: Readonly<Record<string, string>>;
  log: (line: string) => void;
  /** Called with asynchronous invocations that are given up. */
  lost: (line: string) => void;
  /** Between two attempts of an asynchronous invocation. */
  eventPauses: EventPauses;
  duplicate: () => boolean;
  functions: Map<string, LambdaFunction>;
  mappings: EventSourceMapping[];
  /** Who sends with which access key id: functions send as their roles. */
  identities: Record<string, string>;
}

/** Nothing to run: rights are not checked here, logs go to one place, no one is alarmed, nothing is deployed. */
const notRun: Creator = async (_properties, logicalId) => ({
  ref: logicalId,
  attributes: { Arn: `arn:local:${logicalId}` },
});

const NOT_RUN = [
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::Archive',
  'AWS::Events::EventBusPolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];

/** How each type of resource that the template uses is created on this machine. */
export function createCreators(site: Site): Record<string, Creator> {
  return {
    ...Object.fromEntries(NOT_RUN.map((type) => [type, notRun])),
    'AWS::DynamoDB::Table': (properties) => createTable(properties, site),
    'AWS::Events::EventBus': (properties) => createBus(properties, site),
    'AWS::Events::Rule': (properties, logicalId) => createRule(properties, logicalId, site),
    'AWS::IAM::Role': (_properties, logicalId) => createRole(logicalId, site),
    'AWS::Lambda::EventInvokeConfig': (properties) => createEventInvokeConfig(properties, site),
    'AWS::Lambda::EventSourceMapping': (properties) => createMapping(properties, site),
    'AWS::Lambda::Function': (properties) => createFunction(properties, site),
    'AWS::SQS::Queue': (properties) => createQueue(properties, site),
  };
}

async function createQueue({ QueueName, ...rest }: Record<string, unknown>, { sqsClient, sqs }: Site) {
  const name = String(QueueName);
  // The template has policies as objects, the API as JSON.
  const attributes = Object.entries(rest)
    .filter(([, value]) => value !== false)
    .map(([key, value]) => [key, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
  const Attributes = Object.fromEntries(attributes) as Record<string, string>;
  await sqsClient.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  return { ref: sqs.queueUrl(name), attributes: { Arn: sqs.queueArn(name), QueueName: name } };
}

async function createTable(properties: Record<string, unknown>, { dynamoDbClient, region, account }: Site) {
  // What dynalite does not know protects data that here lives in memory.
  const { TableName, BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } =
    properties as unknown as CreateTableCommandInput;
  const input = { TableName, BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes };
  await dynamoDbClient.send(new CreateTableCommand(input));
  return { ref: String(TableName), attributes: { Arn: `arn:aws:dynamodb:${region}:${account}:table/${TableName}` } };
}

async function createBus({ Name }: Record<string, unknown>, { eventBridge }: Site) {
  const name = String(Name);
  const arn = eventBridge.createBus(name);
  return { ref: name, attributes: { Arn: arn, Name: name } };
}

async function createRule(properties: Record<string, unknown>, logicalId: string, { eventBridge, sqsClient }: Site) {
  const arn = eventBridge.putRule({ Name: logicalId, ...properties } as RuleProperties);
  await createOthersQueues((properties.Targets ?? []) as { Arn: string }[], sqsClient);
  return { ref: arn, attributes: { Arn: arn } };
}

/** It allows nothing and forbids nothing: it is as whom its function sends, by an access key id that is the role's id. */
async function createRole(logicalId: string, { account, identities }: Site) {
  const RoleId = roleIdOf(logicalId);
  identities[RoleId] = `${RoleId}:${logicalId}`;
  return { ref: logicalId, attributes: { Arn: `arn:aws:iam::${account}:role/${logicalId}`, RoleId } };
}

async function createFunction(properties: Record<string, unknown>, site: Site) {
  const { FunctionName, Handler, Timeout, MemorySize, Code, Environment, Role } = properties;
  const { ReservedConcurrentExecutions } = properties;
  const { Variables = {} } = (Environment ?? {}) as { Variables?: Record<string, string> };
  const functionName = String(FunctionName);
  if (properties.DeadLetterConfig !== undefined) {
    throw new TemplateError(`${functionName}: a function's DeadLetterConfig is not supported locally`);
  }
  const logGroup = `/aws/lambda/${functionName}`;
  site.logs.create(logGroup);
  const lambda = createLambda({
    functionName,
    codeDir: await unzipBundle((Code as { S3Key: string }).S3Key, site),
    handler: String(Handler),
    environment: { ...Variables, ...site.endpointVariables },
    timeoutSeconds: Number(Timeout),
    memorySize: Number(MemorySize),
    region: site.region,
    account: site.account,
    credentials: credentialsOf(String(Role).split('/').at(-1) ?? ''),
    ...(ReservedConcurrentExecutions === undefined
      ? {}
      : { reservedConcurrency: Number(ReservedConcurrentExecutions) }),
    log: (line) => {
      site.logs.put(logGroup, line);
      site.log(`${functionName} ${line}`);
    },
    lost: site.lost,
    // A minute of the schedules may be shorter here than a run of them; on AWS such runs would leave commands no room.
    eventsAtOnce: 1,
    pauses: site.eventPauses,
  });
  site.functions.set(lambda.functionArn, lambda);
  return { ref: functionName, attributes: { Arn: lambda.functionArn } };
}

function credentialsOf(role: string): FunctionCredentials {
  return { accessKeyId: roleIdOf(role), secretAccessKey: 'local', sessionToken: 'local' };
}

async function createEventInvokeConfig(properties: Record<string, unknown>, { functions }: Site) {
  const lambda = [...functions.values()].find(({ functionName }) => functionName === properties.FunctionName);
  if (!lambda) throw new TemplateError(`an EventInvokeConfig names the unknown function ${properties.FunctionName}`);
  lambda.configureEvents(readEventInvokeConfig(properties));
  return { ref: `events-${lambda.functionName}` };
}

async function createMapping(properties: Record<string, unknown>, site: Site) {
  const lambda = site.functions.get(String(properties.FunctionName));
  if (!lambda) throw new TemplateError(`an event source mapping names the unknown function ${properties.FunctionName}`);
  const queueName = String(properties.EventSourceArn).split(':').at(-1) ?? '';
  const mapping = await createEventSourceMapping({
    properties,
    endpoint: site.sqs.url,
    region: site.region,
    queueUrl: site.sqs.queueUrl(queueName),
    lambda,
    log: site.log,
    duplicate: site.duplicate,
  });
  site.mappings.push(mapping);
  return { ref: `mapping-${site.mappings.length}` };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type DirectConnectServer, startDirectConnect, type Topology } from '#direct-connect-simulator';
import { type DynamoDbServer, startDynamoDb } from '../dynamodb/server.ts';
import { type EventBridgeServer, startEventBridge } from '../eventbridge/start-event-bridge.ts';
import { ignoreAwsSettings } from '../ignore-aws-settings.ts';
import { eventPauses } from '../lambda/event-queue.ts';
import { startInvokeApi } from '../lambda/invoke-api.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import { startLogs } from '../logs/start-logs.ts';
import { type SqsServer, startSqs } from '../sqs/sqs-server.ts';
import { type Closer, closeAll } from './close-all.ts';
import { createCreators, type Site } from './creators.ts';
import { deployTemplate } from './deployment.ts';
import { startFaults } from './faults-server.ts';
import { identitiesOf } from './identities.ts';
import { targetSender } from './target-sender.ts';
import { readTemplate, type Template } from './template.ts';

export interface LocalStackOptions {
  /** What `packageStack` made. */
  packageDirectory: string;
  topology: Topology;
  /** Lines of the functions and of the pollers. */
  log: (line: string) => void;
  /** Called with events that did not reach their target or were given up, besides the log: a person should see them. */
  warn?: (line: string) => void;
  /** Asked for each batch from a queue: should it be delivered twice, at the same time? By default never. */
  duplicate?: () => boolean;
  /** Asked for each event that the bus sends to a queue: how often should it get there? By default once. */
  copies?: (queueArn: string) => number;
}

/** The whole service on this machine, as its packaged template says. */
export interface LocalStack {
  region: string;
  /** The variables that point an AWS client at it, but for credentials. */
  endpointVariables: Readonly<Record<string, string>>;
  /** The template's outputs: queue URLs and the bus's name. */
  outputs: Readonly<Record<string, string>>;
  sqs: SqsServer;
  dynamoDb: DynamoDbServer;
  eventBridge: EventBridgeServer;
  directConnect: DirectConnectServer;
  /** Where a person arms faults of the bus and the ledger; see docs/local-stack.md. */
  faultsUrl: string;
  /** By the last part of their names: migrate, reconcile. */
  functions: ReadonlyMap<string, LambdaFunction>;
  close(): Promise<void>;
}

const ACCOUNT = '000000000000';
const CREDENTIALS = { accessKeyId: 'LOCALDEPLOYER', secretAccessKey: 'local' };
const TEMPLATE = 'cloudformation-template-update-stack.json';

/**
 * Starts the servers and deploys the template on them. Throws if anything in it is not understood. From then on this
 * process has no AWS settings of its environment or a profile.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  ignoreAwsSettings();
  const closers: Closer[] = [];
  try {
    return await start(options, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

async function start(options: LocalStackOptions, closers: Closer[]): Promise<LocalStack> {
  const { packageDirectory, topology, log, duplicate = () => false } = options;
  const { region } = topology;
  const template = await readTemplate(join(packageDirectory, TEMPLATE));
  const codeDirectory = await mkdtemp(join(tmpdir(), 'dx-migrator-'));
  closers.push(() => rm(codeDirectory, { recursive: true }));
  const functions = new Map<string, LambdaFunction>();
  const identities: Record<string, string> = { ...identitiesOf(topology.tenants) };
  const servers = await startServers(options, template, functions, identities, closers);
  const { sqs, dynamoDb, directConnect, eventBridge, logs, invokeApi, faults } = servers;

  const handlersEndpoints = {
    AWS_ENDPOINT_URL_SQS: sqs.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: eventBridge.url,
    AWS_ENDPOINT_URL_DIRECT_CONNECT: directConnect.url,
    AWS_ENDPOINT_URL_LAMBDA: invokeApi.url,
  };
  const site: Site = {
    ...servers,
    ...{ region, account: ACCOUNT, packageDirectory, codeDirectory, endpointVariables: handlersEndpoints },
    ...{ log, lost: reporter('lambda', options), duplicate },
    eventPauses: eventPauses(minuteOf(template)),
    functions,
    mappings: [],
    identities,
  };
  // Functions and pollers end together: a poller waits for the invocations under way.
  closers.push(async () => {
    const ends = [...site.mappings, ...functions.values()].map((part) => part.close());
    await Promise.all(ends);
  });
  const pseudo = { 'AWS::Region': region, 'AWS::AccountId': ACCOUNT, 'AWS::Partition': 'aws' };
  const outputs = await deployTemplate(template, createCreators(site), pseudo);
  return {
    region,
    // Only people read logs.
    endpointVariables: { ...handlersEndpoints, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.url },
    outputs,
    sqs,
    dynamoDb,
    eventBridge,
    directConnect,
    faultsUrl: faults.url,
    functions: new Map([...functions.values()].map((lambda) => [lambda.functionName.split('-').at(-1) ?? '', lambda])),
    close: () => closeAll(closers),
  };
}

/**
 * Every server and client, empty.
 *
 * @param functions those that targets and callers invoke, as they are created
 * @param identities who sends with which access key id: roles are added as they are created
 */
async function startServers(
  options: LocalStackOptions,
  template: Template,
  functions: Map<string, LambdaFunction>,
  identities: Record<string, string>,
  closers: Closer[],
) {
  const started = async <T extends Pick<LocalStack, 'close'>>(starting: Promise<T>): Promise<T> => {
    const server = await starting;
    closers.push(() => server.close());
    return server;
  };
  const { topology } = options;
  const { region } = topology;
  const sqs = await started(startSqs({ region, identities }));
  const dynamoDb = await started(startDynamoDb());
  const directConnect = await started(startDirectConnect({ topology }));
  const logs = await started(startLogs());

  const client = { region, credentials: CREDENTIALS, maxAttempts: 3, retryMode: 'standard' };
  const sqsClient = new SQSClient({ ...client, endpoint: sqs.url });
  const dynamoDbClient = new DynamoDBClient({ ...client, endpoint: dynamoDb.url });
  closers.push(async () => {
    sqsClient.destroy();
    dynamoDbClient.destroy();
  });

  const targets = targetSender(sqs, sqsClient, functions, options.copies);
  const report = reporter('eventbridge', options);
  const eventBridge = await started(
    startEventBridge({ region, account: ACCOUNT, targets, minuteMs: minuteOf(template), report }),
  );
  const invokeApi = await started(startInvokeApi(functions));
  const faults = await started(startFaults({ bus: eventBridge.faults, ledger: dynamoDb.faults }));
  return { sqs, sqsClient, dynamoDb, dynamoDbClient, directConnect, eventBridge, logs, invokeApi, faults };
}

/** Says in the log, and to a person, what did not get where it should. */
function reporter(service: string, { log, warn = () => {} }: LocalStackOptions): (line: string) => void {
  return (line) => {
    log(`${service} ${line}`);
    warn(`${service} ${line}`);
  };
}

/** A schedule's minute takes as long as the template's poll interval says: the speed of the waits is configuration. */
function minuteOf({ Resources }: Template): number {
  const seconds = Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => Properties?.Environment as { Variables?: Record<string, string> } | undefined)
    .map((environment) => Number(environment?.Variables?.POLL_INTERVAL_SECONDS))
    .filter((value) => value > 0);
  return Math.min(60, ...seconds) * 1000;
}

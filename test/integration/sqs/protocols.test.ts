import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SqsServer, startSqs } from '../../../local/sqs/sqs-server.ts';

const run = promisify(execFile);
const region = 'eu-west-1';
const JSON_10 = 'application/x-amz-json-1.0';
const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
const QUEUE_PATH = '/000000000000/orders';

let sqs: SqsServer;
let client: SQSClient;

beforeAll(async () => {
  sqs = await startSqs({ region, identities: {} });
  const credentials = { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' };
  client = new SQSClient({ region, endpoint: sqs.url, credentials, maxAttempts: 1 });
  await client.send(new CreateQueueCommand({ QueueName: 'orders' }));
});

afterAll(async () => {
  client.destroy();
  await sqs.close();
});

interface Row {
  protocol: string;
  path: string;
  answer: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

const json = (target: string) => ({ 'content-type': JSON_10, 'x-amz-target': target });
const form = (action: string) => new URLSearchParams({ Action: action, MessageBody: 'order' }).toString();
const message = () => JSON.stringify({ QueueUrl: sqs.queueUrl('orders'), MessageBody: 'order' });

/** Protocol and path as in the table of docs/local-stack.md, which is checked against these. */
const ROWS: Row[] = [
  { protocol: 'AWS JSON 1.0', path: '/', answer: '200', headers: json('AmazonSQS.SendMessage') },
  { protocol: 'AWS JSON 1.0', path: QUEUE_PATH, answer: '200', headers: json('AmazonSQS.SendMessage') },
  {
    protocol: 'AWS JSON 1.0',
    path: '/orders/of/mine',
    answer: '404 InvalidAddress',
    headers: json('AmazonSQS.SendMessage'),
  },
  {
    protocol: 'AWS JSON 1.0, an operation that only the real SQS has',
    path: '/',
    answer: '400 UnsupportedOperation',
    headers: json('AmazonSQS.StartMessageMoveTask'),
  },
  {
    protocol: 'AWS JSON 1.0, no or an unknown `X-Amz-Target`',
    path: '/',
    answer: '400 UnknownOperationException',
    headers: json('AmazonSQS.SendMessages'),
  },
  {
    protocol: 'AWS JSON 1.0, the target of another service',
    path: '/',
    answer: '400 UnknownOperationException',
    headers: json('DynamoDB_20120810.ListTables'),
  },
  {
    protocol: 'AWS JSON 1.1',
    path: '/',
    answer: '400 UnknownOperationException',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSQS.SendMessage' },
  },
  ...['/', QUEUE_PATH].flatMap((path): Row[] => [
    {
      protocol: 'Query, form',
      path,
      answer: '400 AWS.SimpleQueueService.UnsupportedOperation (XML)',
      headers: { 'content-type': FORM },
      body: form('SendMessage'),
    },
    {
      protocol: 'Query, GET',
      path: `${path}?${form('SendMessage')}`,
      answer: '400 AWS.SimpleQueueService.UnsupportedOperation (XML)',
      method: 'GET',
    },
  ]),
  {
    protocol: 'SNS, form',
    path: '/',
    answer: '400 AWS.SimpleQueueService.UnsupportedOperation (XML)',
    headers: { 'content-type': FORM },
    body: form('ListTopics'),
  },
  {
    protocol: 'STS, form',
    path: '/',
    answer: '400 AWS.SimpleQueueService.UnsupportedOperation (XML)',
    headers: { 'content-type': FORM },
    body: form('GetCallerIdentity'),
  },
  ...['PUT', 'GET', 'DELETE', 'HEAD', 'OPTIONS'].map(
    (method): Row => ({
      protocol: `S3, ${method}`,
      path: '/bucket',
      method,
      answer: '400 AWS.SimpleQueueService.UnsupportedOperation (XML)',
    }),
  ),
  {
    protocol: 'CBOR',
    path: '/service/AmazonSQS/operation/SendMessage',
    answer: '400 AWS.SimpleQueueService.UnsupportedOperation (XML)',
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
  },
];

describe('a request in another protocol, to another path, or for another service', () => {
  it.each(ROWS)('$protocol at $path: $answer', async ({ path, answer, method = 'POST', headers = {}, body }) => {
    const before = await messages();
    const sent = method === 'POST' ? { body: body ?? message() } : {};
    const response = await fetch(sqs.url + path, { method, headers, ...sent });
    const text = await response.text();
    const code = method === 'HEAD' ? 'AWS.SimpleQueueService.UnsupportedOperation (XML)' : codeOf(text);
    expect(`${response.status} ${code}`.trim()).toBe(answer);
    expect(await messages()).toBe(before + (answer === '200' ? 1 : 0));
    if (answer !== '200' && method !== 'HEAD' && code.endsWith('(XML)'))
      expect(text).toContain('AWS JSON 1.0 protocol only');
  });

  it('is answered as docs/local-stack.md says', () => {
    const page = readFileSync('docs/local-stack.md', 'utf8');
    for (const { protocol, answer } of ROWS) {
      const kind = protocol.replace(/^S3, .*/, 'S3, any method');
      const row = page
        .split('\n')
        .find((line) => line.startsWith('|') && line.includes(`| ${kind} |`) && line.includes(answer));
      expect(row, `${kind}: ${answer}`).toBeDefined();
    }
  });
});

const boto3 = await works('python3', '-c', 'import boto3');
const awsCli = await works('aws', '--version');

describe('clients of other languages', () => {
  it('the SDK for JavaScript, which takes only the host from the URL of the queue', async () => {
    const paths: string[] = [];
    const own = new SQSClient({ region, credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' } });
    own.middlewareStack.add(
      (next) => (args) => {
        paths.push((args.request as { path: string }).path);
        return next(args);
      },
      { step: 'finalizeRequest' },
    );
    await own.send(new SendMessageCommand({ QueueUrl: sqs.queueUrl('orders'), MessageBody: '𠮷野家' }));
    own.destroy();
    expect(paths).toEqual(['/']);
  });

  it.skipIf(!boto3)('boto3, where it is installed', async () => {
    const { stdout } = await run('python3', ['-c', BOTO3, sqs.url, sqs.queueUrl('orders')], { env: environment() });
    expect(JSON.parse(stdout)).toEqual({
      sent: 200,
      body: '𠮷野家 😀',
      unknownQueue: 'AWS.SimpleQueueService.NonExistentQueue',
      junk: 'ReceiptHandleIsInvalid',
      characters: 'InvalidMessageContents',
    });
  });

  it.skipIf(!awsCli)('the AWS CLI, where it is installed', async () => {
    const args = ['sqs', 'send-message', '--endpoint-url', sqs.url, '--queue-url', sqs.queueUrl('orders')];
    const { stdout } = await run('aws', [...args, '--message-body', '𠮷野家'], { env: environment() });
    expect(JSON.parse(stdout)).toHaveProperty('MD5OfMessageBody');
  });
});

const BOTO3 = `
import boto3, json, sys
sqs = boto3.client('sqs', endpoint_url=sys.argv[1])
url = sys.argv[2]
def code(call):
    try: call()
    except sqs.exceptions.ClientError as error: return error.response['Error']['Code']
own = sqs.create_queue(QueueName='boto')['QueueUrl']
sent = sqs.send_message(QueueUrl=own, MessageBody='𠮷野家 😀')
body = sqs.receive_message(QueueUrl=own)['Messages'][0]['Body']
print(json.dumps({
  'sent': sent['ResponseMetadata']['HTTPStatusCode'], 'body': body,
  'unknownQueue': code(lambda: sqs.send_message(QueueUrl=url + 'x', MessageBody='a')),
  'junk': code(lambda: sqs.delete_message(QueueUrl=url, ReceiptHandle='junk')),
  'characters': code(lambda: sqs.send_message(QueueUrl=url, MessageBody='a\\x01')),
}))
`;

function environment(): NodeJS.ProcessEnv {
  const credentials = { AWS_ACCESS_KEY_ID: 'AKIALOCAL', AWS_SECRET_ACCESS_KEY: 'local' };
  return { ...process.env, ...credentials, AWS_DEFAULT_REGION: region, AWS_REGION: region, PYTHONUTF8: '1' };
}

async function works(command: string, ...args: string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}

async function messages(): Promise<number> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: sqs.queueUrl('orders'),
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
}

function codeOf(text: string): string {
  const xml = /<ErrorResponse xmlns="[^"]+"><Error><Type>Sender<\/Type><Code>([^<]+)</.exec(text)?.[1];
  if (xml !== undefined) return `${xml} (XML)`;
  const { __type = '' } = JSON.parse(text) as { __type?: string };
  return __type.replace('com.amazonaws.sqs#', '');
}

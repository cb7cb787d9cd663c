import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseTopology, startDirectConnect } from '#direct-connect-simulator';
import { startDynamoDb } from '../../../local/dynamodb/server.ts';
import { startEventBridge } from '../../../local/eventbridge/start-event-bridge.ts';
import { startInvokeApi } from '../../../local/lambda/invoke-api.ts';
import { startLogs } from '../../../local/logs/start-logs.ts';
import { FakeTargets } from '../eventbridge/harness.ts';

// What the servers beside SQS answer to a client at the wrong port: a 200 would be taken for an order that is stored.
// SQS's own are in test/integration/sqs/protocols.test.ts.

interface Server {
  url: string;
  close(): Promise<void>;
}
let servers: Record<string, Server> = {};

beforeAll(async () => {
  servers = {
    dynamoDb: await startDynamoDb(),
    eventBridge: await startEventBridge({ region: 'r', account: '000000000000', targets: new FakeTargets() }),
    logs: await startLogs(),
    lambda: await startInvokeApi(new Map()),
    directConnect: await startDirectConnect({ topology: parseTopology('account: "000000000000"', 'none') }),
  };
});
afterAll(() => Promise.all(Object.values(servers).map((server) => server.close())));

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const json = (version: string, target: string) => ({
  'content-type': `application/x-amz-json-${version}`,
  'x-amz-target': target,
  authorization: 'AWS4-HMAC-SHA256 Credential=A/20260101/r/sqs/aws4_request, SignedHeaders=host, Signature=0',
});
const REQUESTS: Record<string, RequestInit & { path?: string }> = {
  'SQS, JSON': { method: 'POST', headers: json('1.0', 'AmazonSQS.SendMessage'), body: '{}' },
  'SQS, JSON, at a queue': {
    ...{ path: '/000000000000/requests.fifo', method: 'POST', body: '{}' },
    headers: json('1.0', 'AmazonSQS.SendMessage'),
  },
  'SQS, Query': { method: 'POST', headers: FORM, body: 'Action=SendMessage&MessageBody=x&Version=2012-11-05' },
  'SNS, Query': { method: 'POST', headers: FORM, body: 'Action=Publish&Message=x&Version=2010-03-31' },
  'S3, PUT': { path: '/bucket/key', method: 'PUT', body: 'x' },
  'no target': { method: 'POST', headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' },
  'an unknown operation': { method: 'POST', headers: json('1.1', 'AWSEvents.PutRule'), body: '{}' },
};

const cases = ['dynamoDb', 'eventBridge', 'logs', 'lambda', 'directConnect'].flatMap((server) =>
  Object.keys(REQUESTS).map((request) => ({ server, request })),
);

it.each(cases)('$server rejects: $request', async ({ server, request }) => {
  const { path = '/', ...init } = REQUESTS[request] ?? {};
  const response = await fetch(`${servers[server]?.url}${path}`, init);
  const text = await response.text();
  expect([400, 403, 404], text).toContain(response.status);
});

import { createHash, createHmac } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import { json } from 'node:stream/consumers';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { variable } from './environment.ts';

/* As little as these two calls take: no package, requests signed by hand (Signature Version 4, AWS General Reference). Nothing is stored. */

interface Service {
  /** In the credential's scope. */
  name: string;
  endpoint: URL;
  /** The first part of X-Amz-Target. */
  target: string;
}

const region = variable('AWS_REGION');
const busName = variable('BUS_NAME');
const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };
const directConnect = service('directconnect', 'DIRECT_CONNECT', 'OvertureService');
const eventBridge = service('events', 'EVENTBRIDGE', 'AWSEvents');

function service(name: string, inVariable: string, target: string): Service {
  const endpoint = process.env[`AWS_ENDPOINT_URL_${inVariable}`] ?? `https://${name}.${region}.amazonaws.com`;
  return { name, endpoint: new URL(endpoint), target };
}

async function call(service: Service, operation: string, input: object): Promise<Record<string, unknown>> {
  const body = JSON.stringify(input);
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const { protocol } = service.endpoint;
  const { request } = protocol === 'https:' ? https : http;
  const agent = agents[protocol as keyof typeof agents];
  const options = { method: 'POST', agent, headers: signed(service, operation, body), timeout: 5_000 };
  const sent = request(service.endpoint, options, resolve);
  sent.once('error', reject);
  sent.once('timeout', () => sent.destroy(new Error(`${operation} timed out`)));
  sent.end(body);
  const response = await promise;
  const answer = (await json(response)) as Record<string, unknown>;
  if (response.statusCode !== 200) throw new Error(`${operation}: ${response.statusCode} ${answer.__type}`);
  return answer;
}

function signed({ name, endpoint, target }: Service, operation: string, body: string): Record<string, string> {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${region}/${name}/aws4_request`;
  const token = process.env.AWS_SESSION_TOKEN;
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.1',
    host: endpoint.host,
    'x-amz-date': time,
    ...(token === undefined ? {} : { 'x-amz-security-token': token }),
    'x-amz-target': `${target}.${operation}`,
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([header, value]) => `${header}:${value}\n`);
  const canonical = ['POST', '/', '', lines.join(''), names, hash(body)].join('\n');
  const key = [...scope.split('/')].reduce<string | Buffer>(hmac, `AWS4${variable('AWS_SECRET_ACCESS_KEY')}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n')).toString('hex');
  const credential = `Credential=${variable('AWS_ACCESS_KEY_ID')}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  for (const { body } of Records) {
    const { requestId, connectionId, parentConnectionId } = JSON.parse(body);
    const input = { connectionId, parentConnectionId };
    const { connectionState } = await call(directConnect, 'AssociateHostedConnection', input);
    const Detail = JSON.stringify({ requestId, connectionId, parentConnectionId, state: connectionState });
    const entry = { EventBusName: busName, Source: 'floor', DetailType: 'Hosted Connection Migrated', Detail };
    await call(eventBridge, 'PutEvents', { Entries: [entry] });
  }
  return { batchItemFailures: [] };
}

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SignatureCheck {
  url: string;
  /** Of the first request that came: the headers that were signed, and whether the signature is right. */
  seen: Promise<{ signedHeaders: string[]; isRight: boolean }>;
  close(): void;
}

/**
 * A server that checks what the local SQS does not: Signature Version 4 ("Create a signed AWS API request", IAM User
 * Guide).
 */
export async function startSignatureCheck(secretKey: string): Promise<SignatureCheck> {
  const { promise: seen, resolve, reject } = Promise.withResolvers<Awaited<SignatureCheck['seen']>>();
  const server = createServer((request, response) => {
    check(request, secretKey)
      .then(resolve, reject)
      .finally(() => response.end('{}'));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, close: () => server.close() };
}

async function check(request: IncomingMessage, secretKey: string) {
  const body = await text(request);
  const [, scope = '', names = '', signature] =
    /Credential=[^/]+\/(\S+), SignedHeaders=(\S+), Signature=(\S+)$/.exec(request.headers.authorization ?? '') ?? [];
  const signedHeaders = names.split(';');
  const headers = signedHeaders.map((name) => `${name}:${String(request.headers[name]).trim()}`);
  const canonical = [request.method, request.url, '', ...headers, '', names, sha256(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  let key: string | Buffer = `AWS4${secretKey}`;
  for (const part of [...scope.split('/'), toSign]) key = createHmac('sha256', key).update(part).digest();
  return { signedHeaders, isRight: key.toString('hex') === signature };
}

function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { adapterFor, answerJson, closedPort, givenUp, startRawServer } from './harness.ts';

const HEADERS = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'aws-1' };
const MOVED = { connectionId: 'dxcon-a1' };

/** A byte now and then, so that the socket is never idle. */
function trickle(response: ServerResponse): void {
  response.writeHead(200, HEADERS);
  const bytes = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(bytes));
}

/** Node's own channel for a client that has the headers of its answer. */
const HAS_HEADERS = 'http.client.response.finish';

/** @param hasHeaders whether the call gets as far as the headers of its answer */
async function expectGivenUp(listener: (response: ServerResponse) => void, hasHeaders = true): Promise<void> {
  const server = await startRawServer(listener);
  const { associate } = adapterFor(server.url);
  let answered = false;
  const note = () => {
    answered = true;
  };
  subscribe(HAS_HEADERS, note);
  onTestFinished(() => void unsubscribe(HAS_HEADERS, note));

  const answer = await givenUp(
    () => associate('dxcon-a1', 'dxlag-a1'),
    () => (hasHeaders ? answered : server.bodies.length > 0),
  );

  expect(answer).toMatchObject({ kind: 'unclear' });
  await eventually(() => expect(server.open()).toBe(0));
  expect(server.bodies).toEqual(['{"connectionId":"dxcon-a1","parentConnectionId":"dxlag-a1"}']);
}

describe('a call is abandoned in time, once, and leaves no socket behind', () => {
  it('when nothing is answered', () => expectGivenUp(() => undefined, false));

  it.each([
    ['after the headers', 200, ''],
    ['in the middle of a success', 200, '{"connectionId":'],
    ['in the middle of an error', 400, '{"__type":"DirectConnectClientException",'],
  ])('when the answer stalls %s', async (_name, status, part) => {
    await expectGivenUp((response) => {
      response.writeHead(status, { ...HEADERS, 'content-length': 1000 });
      response.flushHeaders();
      response.write(part);
    });
  });

  it('when the answer comes byte by byte and does not end', () => expectGivenUp(trickle));
});

describe('a call that is not sent', () => {
  it.each([
    ['no one listens', closedPort],
    // Two addresses, and so an AggregateError, where localhost is an IPv6 address too.
    ['no one listens on any address of the name', async () => (await closedPort()).replace('127.0.0.1', 'localhost')],
    // RFC 6761: "invalid" names do not exist.
    ['the name does not exist', async () => 'http://directconnect.invalid'],
  ])('never ran: %s', async (_name, url) => {
    const { associate } = adapterFor(await url());

    expect(await associate('dxcon-a1', 'dxlag-a1')).toEqual({ kind: 'neverRan', cause: 'unreachable' });
  });

  it('never ran: there are no credentials', async () => {
    const server = await startRawServer((response) => answerJson(response, MOVED));
    const { associate } = adapterFor(server.url, { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined });

    expect(await associate('dxcon-a1', 'dxlag-a1')).toEqual({ kind: 'neverRan', cause: 'unreachable' });
    expect(server.connections()).toBe(0);
  });
});

describe('an answer of 200 without a result', () => {
  it.each([
    ['is empty', {}],
    ['names another connection', { connectionId: 'dxcon-other' }],
  ])('is unclear if it %s', async (_name, body) => {
    const server = await startRawServer((response) => answerJson(response, body));
    const { associate } = adapterFor(server.url);

    const answer = await associate('dxcon-a1', 'dxlag-a1');

    expect(answer).toMatchObject({ kind: 'unclear', answered: true, awsRequestId: 'aws-1' });
    expect(server.bodies).toHaveLength(1);
  });
});

// A kept connection dies unnoticed while Lambda freezes the process (github.com/aws/aws-sdk-js-v3 issue 1196): the next
// call on it is reset, which looks the same as a lost answer. With a connection of its own, no call can meet that.
it('every call has a connection of its own', async () => {
  const server = await startRawServer((response, request, number) => {
    if (number > server.connections()) request.socket.resetAndDestroy();
    else answerJson(response, MOVED);
  });
  const { associate } = adapterFor(server.url);

  for (const target of ['dxlag-a1', 'dxlag-a2', 'dxlag-a3', 'dxlag-a4']) {
    expect(await associate('dxcon-a1', target)).toMatchObject({ kind: 'moved' });
  }
  expect([server.bodies.length, server.connections()]).toEqual([4, 4]);
});

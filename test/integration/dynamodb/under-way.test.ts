import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { UnderWay } from '../../../local/dynamodb/under-way.ts';
import { eventually } from '../../support/eventually.ts';

/** A server that answers when the test does; and a client for one request. */
async function open() {
  const underWay = new UnderWay();
  const responses: ServerResponse[] = [];
  const server = createServer(underWay.watch((_request, response) => void responses.push(response)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => void client.destroy());
  return { underWay, responses, client };
}

it('a request is under way until it is answered, though its client is gone', async () => {
  const { underWay, responses, client } = await open();
  client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n');
  await eventually(() => expect(responses).toHaveLength(1));
  client.destroy();
  await once(responses[0] as ServerResponse, 'close');

  let ended = false;
  const all = underWay.close().then(() => {
    ended = true;
  });
  await new Promise(setImmediate);
  expect(ended).toBe(false);
  responses[0]?.end('late');
  await all;
});

it('no request begins after the close', async () => {
  const { underWay, responses, client } = await open();
  await underWay.close();

  client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n');

  await once(client, 'close');
  expect(responses).toEqual([]);
});

it('a request that breaks off in its body is not under way', async () => {
  const { underWay, responses, client } = await open();
  client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf');
  await eventually(() => expect(responses).toHaveLength(1));
  client.destroy();

  await underWay.close();
});

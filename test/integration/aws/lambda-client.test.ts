import { InvokeCommand } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { clientsIn, failureOf, startRawServer, withoutPauses } from './harness.ts';

const WAKE = new InvokeCommand({ FunctionName: 'dispatch', InvocationType: 'Event' });

it.each([429, 500, 503])('asks again after a %i, up to four attempts in all', async (status) => {
  withoutPauses();
  const server = await startRawServer((response) => response.writeHead(status).end('{}'));

  await failureOf(clientsIn({ AWS_ENDPOINT_URL_LAMBDA: server.url }).lambda.send(WAKE));

  expect(server.bodies).toHaveLength(4);
});

it('takes a second attempt for the first', async () => {
  withoutPauses();
  const server = await startRawServer((response, _request, number) =>
    response.writeHead(number === 1 ? 500 : 202).end(),
  );

  const answer = await clientsIn({ AWS_ENDPOINT_URL_LAMBDA: server.url }).lambda.send(WAKE);

  expect(answer).toMatchObject({ StatusCode: 202, $metadata: { attempts: 2 } });
});

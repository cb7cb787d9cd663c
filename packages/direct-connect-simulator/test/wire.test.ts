import { DescribeHostedConnectionsCommand } from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { authorization, rawCall, startSimulator } from './harness.ts';

describe('the wire protocol', () => {
  it('answers the AWS SDK, with a request id of its own for each call', async () => {
    const { partner, admin } = await startSimulator();

    const first = await partner.send(new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-source' }));
    const second = await partner.send(new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-source' }));

    const ids = (await admin.journal()).calls.map(({ requestId }) => requestId);
    expect([first.$metadata.requestId, second.$metadata.requestId]).toEqual(ids);
    expect(new Set(ids).size).toBe(2);
  });

  // Direct Connect API reference: AWS JSON 1.1, {"__type","message"} with HTTP 400 and x-amzn-RequestId.
  it('writes errors as AWS JSON 1.1 does', async () => {
    const { server } = await startSimulator();

    const response = await rawCall(server.url, 'DescribeHostedConnections', { connectionId: 'dxcon-nowhere' });

    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({
      __type: 'DirectConnectClientException',
      message: "999988887777 DescribeHostedConnections failed for connection dxcon-nowhere doesn't exist.",
    });
  });

  it.each([
    ['no blank after commas', { authorization: authorization('CUSTOMERKEY').replaceAll(', ', ',') }],
    ['SigV4A', { authorization: authorization('CUSTOMERKEY').replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256') }],
    [
      'a charset',
      { authorization: authorization('CUSTOMERKEY'), 'content-type': 'application/x-amz-json-1.1; charset=utf-8' },
    ],
  ])('reads the caller from the headers of other SDKs: %s', async (_name, headers) => {
    const { server, admin } = await startSimulator();

    const response = await rawCall(server.url, 'DescribeConnections', {}, headers);

    expect(response.status).toBe(200);
    expect((await admin.journal()).calls[0]).toMatchObject({ account: '111122223333', accessKeyId: 'CUSTOMERKEY' });
  });

  it('takes an empty body as no parameters', async () => {
    const { server } = await startSimulator();

    const response = await rawCall(server.url, 'DescribeLags', '');

    expect(response.status).toBe(200);
  });

  it.each([
    // Common Errors of AWS API references: MissingAuthenticationToken, 403.
    ['an unsigned call', 'DescribeLags', {}, { authorization: '' }, 403, 'MissingAuthenticationToken'],
    // Direct Connect API reference, Common Errors: InvalidAction, 400.
    ['an operation that it does not have', 'DescribeLocations', {}, {}, 400, 'InvalidAction'],
    ['an operation of another service', '', {}, { 'x-amz-target': 'AmazonSQS.SendMessage' }, 400, 'InvalidAction'],
    ['a body that breaks off', 'DescribeLags', '{"lagId":', {}, 400, 'SerializationException'],
    ['a body that is a list', 'DescribeLags', [], {}, 400, 'SerializationException'],
    [
      'a missing parameter',
      'AssociateHostedConnection',
      { connectionId: 'dxcon-hosted1' },
      {},
      400,
      'DirectConnectClientException',
    ],
    ['a parameter of another type', 'DescribeLags', { lagId: 7 }, {}, 400, 'DirectConnectClientException'],
  ])('rejects %s', async (_name, operation, parameters, headers, status, type) => {
    const { server, admin } = await startSimulator();

    const response = await rawCall(server.url, operation, parameters, headers);

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ __type: type });
    expect((await admin.journal()).calls).toMatchObject([{ answer: { kind: 'error', type } }]);
  });

  it.each([
    ['another Region', ['us-west-1', 'eu-west-1'], 'Credential should be scoped to a valid region. '],
    ['another service', ['directconnect', 'sqs'], "Credential should be scoped to correct service: 'directconnect'. "],
    ['another end', ['aws4_request', 'x'], "Credential should be scoped with a valid terminator: 'aws4_request'. "],
    [
      'another Region and service',
      ['us-west-1/directconnect', 'us-east-1/ec2'],
      "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'directconnect'. ",
    ],
  ] as const)('rejects a signature scoped to %s, and does nothing', async (_name, [right, wrong], message) => {
    const { server, admin } = await startSimulator();
    const move = { connectionId: 'dxcon-hosted1', parentConnectionId: 'dxlag-target' };
    const headers = { authorization: authorization('PARTNERKEY').replace(right, wrong) };

    const response = await rawCall(server.url, 'AssociateHostedConnection', move, headers);

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ __type: 'InvalidSignatureException', message });
    expect((await admin.journal()).moves).toEqual([]);
  });

  it('rejects an incomplete credential', async () => {
    const { server } = await startSimulator();
    const headers = { authorization: authorization('PARTNERKEY').replace('/us-west-1', '') };

    const response = await rawCall(server.url, 'DescribeLags', {}, headers);

    expect(await response.json()).toMatchObject({ __type: 'IncompleteSignature' });
  });

  it('takes a SigV4A scope, which has no Region', async () => {
    const { server } = await startSimulator();
    const authorized = authorization('PARTNERKEY').replace('/us-west-1', '').replace('HMAC', 'ECDSA-P256');

    const response = await rawCall(server.url, 'DescribeLags', {}, { authorization: authorized });

    expect(response.status).toBe(200);
  });

  it('rejects an endless body', async () => {
    const { server } = await startSimulator();

    const response = await rawCall(server.url, 'DescribeLags', 'x'.repeat(1024 * 1024 + 1));

    expect(response.status).toBe(413);
  });

  it('marks texts that are not quoted from the real service', async () => {
    const { server } = await startSimulator();
    const move = { connectionId: 'dxcon-hosted2', parentConnectionId: 'dxlag-target' };

    const invented = await rawCall(server.url, 'AssociateHostedConnection', move);
    const quoted = await rawCall(server.url, 'DescribeLags', { lagId: 'dxlag-nowhere' });

    expect(invented.headers.get('x-simulator-text')).toBe('invented');
    expect(quoted.headers.get('x-simulator-text')).toBe('quoted');
  });

  it.each([
    ['ConfirmConnection', { connectionId: 'dxcon-hosted1' }, 'CUSTOMERKEY', 'quoted'],
    ['DisassociateConnectionFromLag', { connectionId: 'dxcon-no', lagId: 'dxlag-target' }, 'PARTNERKEY', 'quoted'],
    ['AssociateConnectionWithLag', { connectionId: 'dxcon-single', lagId: 'dxlag-target' }, 'PARTNERKEY', 'documented'],
    ['DeleteConnection', { connectionId: 'dxcon-dying' }, 'PARTNERKEY', 'invented'],
    ['UpdateLag', { lagId: 'dxlag-gone', minimumLinks: 1 }, 'PARTNERKEY', 'invented'],
  ])('says of a refusal of %s how far its text is AWS’s own', async (operation, parameters, key, origin) => {
    const { server, admin } = await startSimulator();

    const response = await rawCall(server.url, operation, parameters, { authorization: authorization(key) });

    expect([response.status, response.headers.get('x-simulator-text')]).toEqual([400, origin]);
    expect((await admin.journal()).calls[0]?.answer).toMatchObject({ type: 'DirectConnectClientException', origin });
  });

  it('listens on 127.0.0.1 only, and is gone after close', async () => {
    const { server } = await startSimulator();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    await expect(rawCall(server.url.replace('127.0.0.1', '127.0.0.2'), 'DescribeLags', {})).rejects.toThrow();

    await server.close();

    await expect(rawCall(server.url, 'DescribeLags', {})).rejects.toThrow('fetch failed');
  });
});

import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { onTestFinished } from 'vitest';
import { type AdminClient, createAdminClient } from '../src/admin-client.ts';
import { createManualClock, type ManualClock } from '../src/manual-clock.ts';
import { type DirectConnectServer, startDirectConnect } from '../src/server.ts';
import { parseTopology } from '../src/topology.ts';

/** Two interconnects and a LAG at one site, one interconnect at another, four connections of two customers. */
export const baseTopology = `
account: "999988887777"
region: us-west-1
callers: { CUSTOMERKEY: "111122223333" }
interconnects:
  - { id: dxcon-source, location: SITE1 }
  - { id: dxcon-single, location: SITE1, device: SITE1-other, name: Single }
  - { id: dxcon-member, location: SITE1 }
  - { id: dxcon-remote, location: SITE2 }
lags:
  - { id: dxlag-target, location: SITE1, members: [dxcon-member], minimumLinks: 1 }
  - { id: dxlag-closed, location: SITE1, allowsHostedConnections: false }
  - { id: dxlag-gone, location: SITE1, state: deleted }
hostedConnections:
  - { id: dxcon-hosted1, parent: dxcon-source, ownerAccount: "111122223333", vlan: 101, tags: { team: network } }
  - { id: dxcon-hosted2, parent: dxcon-source, ownerAccount: "111122223333", vlan: 102 }
  - { id: dxcon-hosted3, parent: dxcon-source, ownerAccount: "222233334444", vlan: 103 }
  - { id: dxcon-dying, parent: dxcon-source, ownerAccount: "222233334444", vlan: 104, state: deleting }
  - { id: dxcon-there, parent: dxlag-target, ownerAccount: "222233334444", vlan: 102 }
`;

export interface Simulator {
  readonly server: DirectConnectServer;
  readonly clock: ManualClock;
  readonly admin: AdminClient;
  /** Signs as the partner. */
  readonly partner: DirectConnectClient;
  /** Signs as account 111122223333. */
  readonly customer: DirectConnectClient;
}

/** Starts a simulator for one test, on a clock that stands still, and ends it after the test. */
export async function startSimulator(extra = '', random = () => 0, base = baseTopology): Promise<Simulator> {
  const clock = createManualClock();
  const topology = parseTopology(`${base}${extra}`, 'test.yaml');
  const server = await startDirectConnect({ topology, clock, random });
  const partner = createClient(server.url, 'PARTNERKEY');
  const customer = createClient(server.url, 'CUSTOMERKEY');
  onTestFinished(async () => {
    partner.destroy();
    customer.destroy();
    await server.close();
  });
  return { server, clock, admin: createAdminClient(server.url), partner, customer };
}

/** A client that never repeats a call by itself. */
export function createClient(endpoint: string, accessKeyId: string): DirectConnectClient {
  return new DirectConnectClient({
    endpoint,
    region: 'us-west-1',
    credentials: { accessKeyId, secretAccessKey: 'not-checked' },
    maxAttempts: 1,
  });
}

/** A call as it is on the wire, without an SDK. */
export async function rawCall(
  url: string,
  operation: string,
  parameters: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return await fetch(url, {
    method: 'POST',
    body: typeof parameters === 'string' ? parameters : JSON.stringify(parameters),
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `OvertureService.${operation}`,
      authorization: authorization('PARTNERKEY'),
      ...headers,
    },
  });
}

export function authorization(accessKeyId: string): string {
  const credential = `${accessKeyId}/20240501/us-west-1/directconnect/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=00`;
}

/** The error that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('expected an error');
}

import {
  AssociateHostedConnectionCommand,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  type DirectConnectClient,
} from '@aws-sdk/client-direct-connect';
import type { ConnectionRecord } from '../contract/connection-record.ts';
import { type Answer, classifyError, saysNoSuchParent } from '../migration/classification.ts';
import { type DirectConnect, LookUnavailable, type Parent } from '../migration/ports.ts';
import { toConnectionRecord } from './to-connection-record.ts';

/** The largest page that DescribeHostedConnections gives. */
const PAGE = 100;

/** More pages than any parent has; a list that never ends is a fault, not an answer. */
const MAX_PAGES = 100;

/**
 * Direct Connect over two clients: one may ask again as it likes, the other makes a single attempt, since the call that
 * moves a connection has no idempotency token.
 */
export function directConnect(asking: DirectConnectClient, moving: DirectConnectClient): DirectConnect {
  return {
    listHosted: (parentId) => orAbsent(() => listHosted(asking, parentId)),
    describeParent: (parentId) =>
      orAbsent(() =>
        parentId.startsWith('dxlag-') ? describeLag(asking, parentId) : describeInterconnect(asking, parentId),
      ),
    associate: (...call) => associate(moving, ...call),
  };
}

async function listHosted(client: DirectConnectClient, parentId: string): Promise<ConnectionRecord[]> {
  const records: ConnectionRecord[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const input = { connectionId: parentId, maxResults: PAGE, ...(nextToken ? { nextToken } : {}) };
    const answer = await client.send(new DescribeHostedConnectionsCommand(input));
    if (!answer.connections) throw new Error('DescribeHostedConnections answered without connections');
    records.push(...answer.connections.map(toConnectionRecord));
    nextToken = answer.nextToken;
    if (!nextToken) return records;
  }
  throw new Error(`DescribeHostedConnections answered more than ${MAX_PAGES} pages`);
}

async function describeLag(client: DirectConnectClient, lagId: string): Promise<Parent | 'absent'> {
  const { lags } = await client.send(new DescribeLagsCommand({ lagId }));
  if (!lags) throw new Error('DescribeLags answered without lags');
  const lag = lags.find((candidate) => candidate.lagId === lagId);
  return lag
    ? { state: lag.lagState ?? 'unknown', allowsHostedConnections: lag.allowsHostedConnections === true }
    : 'absent';
}

async function describeInterconnect(client: DirectConnectClient, interconnectId: string): Promise<Parent | 'absent'> {
  const { interconnects } = await client.send(new DescribeInterconnectsCommand({ interconnectId }));
  if (!interconnects) throw new Error('DescribeInterconnects answered without interconnects');
  const interconnect = interconnects.find((candidate) => candidate.interconnectId === interconnectId);
  if (!interconnect) return 'absent';
  return {
    state: interconnect.interconnectState ?? 'unknown',
    allowsHostedConnections: true,
    ...(interconnect.lagId ? { memberOf: interconnect.lagId } : {}),
  };
}

async function orAbsent<T>(ask: () => Promise<T>): Promise<T | 'absent'> {
  try {
    return await ask();
  } catch (error) {
    if (saysNoSuchParent(error)) return 'absent';
    const denied = classifyError(error).kind === 'denied';
    throw new LookUnavailable('Direct Connect cannot be asked now', { cause: error, denied });
  }
}

async function associate(
  client: DirectConnectClient,
  connectionId: string,
  parentId: string,
  timeout: number,
): Promise<Answer> {
  // The client's own timeouts end with the answer's headers, or start anew with every byte of its body.
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeout);
  try {
    const command = new AssociateHostedConnectionCommand({ connectionId, parentConnectionId: parentId });
    const { $metadata, ...connection } = await client.send(command, { abortSignal: deadline.signal });
    const trace = $metadata.requestId === undefined ? {} : { awsRequestId: $metadata.requestId };
    // An empty answer parses as well; only one that names the connection says that it was moved.
    if (connection.connectionId !== connectionId) {
      return { kind: 'unclear', error: 'the answer does not name the connection', answered: true, ...trace };
    }
    return { kind: 'moved', connection: toConnectionRecord(connection), ...trace };
  } catch (error) {
    return classifyError(error);
  } finally {
    clearTimeout(timer);
  }
}

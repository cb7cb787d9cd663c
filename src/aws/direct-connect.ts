import {
  AssociateHostedConnectionCommand,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  type DirectConnectClient,
  type Lag,
} from '@aws-sdk/client-direct-connect';
import { toMbps } from '../contract/bandwidth.ts';
import type { ConnectionRecord } from '../contract/connection-record.ts';
import { cutText } from '../contract/cut-record.ts';
import { type Answer, classifyError, saysDenied, saysNoSuchParent } from '../migration/call/classify-answer.ts';
import type { ParentQuestion } from '../migration/call/direct-connect-texts.ts';
import {
  type DirectConnect,
  ObservationUnavailableError,
  ObservationUnfinishedError,
  type Parent,
} from '../migration/ports/direct-connect.ts';
import { optional } from './attributes.ts';
import { toConnectionRecord } from './to-connection-record.ts';

/** The largest page that DescribeHostedConnections gives. */
const PAGE = 100;

/** More pages than any parent has; a list that never ends is a fault, not an answer. */
const MAX_PAGES = 100;

/** Of a Lambda function, in milliseconds ("Configure Lambda function timeout", AWS Lambda Developer Guide). */
const LONGEST_INVOCATION = 900_000;

/**
 * What Describe shows, over a client that may ask again as it likes.
 *
 * @param clock milliseconds since the epoch
 */
export function describing(asking: DirectConnectClient, clock: () => number): Omit<DirectConnect, 'associate'> {
  return {
    async listHosted(parentId, timeout, isWanted) {
      const atMs = clock();
      const list = () => listHosted(asking, parentId, timeout, isWanted);
      return { atMs, lines: await orAbsent('DescribeHostedConnections', parentId, list) };
    },
    describeParent: (parentId) =>
      parentId.startsWith('dxlag-')
        ? orAbsent('DescribeLags', parentId, () => describeLag(asking, parentId))
        : orAbsent('DescribeInterconnects', parentId, () => describeInterconnect(asking, parentId)),
  };
}

/**
 * All of Direct Connect. The client that moves makes a single attempt, since the call that moves a connection has no
 * idempotency token.
 */
export function directConnect(
  asking: DirectConnectClient,
  moving: DirectConnectClient,
  clock: () => number,
): DirectConnect {
  return { ...describing(asking, clock), associate: (...call) => associate(moving, ...call) };
}

async function listHosted(
  client: DirectConnectClient,
  parentId: string,
  timeout: number = LONGEST_INVOCATION,
  isWanted: (record: ConnectionRecord) => boolean = () => false,
): Promise<ConnectionRecord[]> {
  return within(timeout, async (deadline) => {
    try {
      return await listPages(client, parentId, isWanted, deadline);
    } catch (error) {
      throw deadline.aborted ? new ObservationUnfinishedError() : error;
    }
  });
}

async function listPages(
  client: DirectConnectClient,
  parentId: string,
  isWanted: (record: ConnectionRecord) => boolean,
  abortSignal: AbortSignal,
): Promise<ConnectionRecord[]> {
  const records: ConnectionRecord[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const input = { connectionId: parentId, maxResults: PAGE, ...(nextToken ? { nextToken } : {}) };
    const answer = await client.send(new DescribeHostedConnectionsCommand(input), { abortSignal });
    if (!answer.connections) throw new Error('DescribeHostedConnections answered without connections');
    const shown = answer.connections.map(toConnectionRecord);
    records.push(...shown);
    nextToken = answer.nextToken;
    if (!nextToken || shown.some(isWanted)) return records;
  }
  throw new Error(`DescribeHostedConnections answered more than ${MAX_PAGES} pages`);
}

async function describeLag(client: DirectConnectClient, lagId: string): Promise<Parent> {
  const { lags } = await client.send(new DescribeLagsCommand({ lagId }));
  const lag = lags?.find((candidate) => candidate.lagId === lagId);
  if (!lag) throw new Error('DescribeLags answered without the LAG');
  if (lag.allowsHostedConnections === undefined) throw new Error('DescribeLags does not say what the LAG takes');
  return {
    state: knownState(lag.lagState),
    allowsHostedConnections: lag.allowsHostedConnections,
    ...optional('location', lag.location),
    ...optional('bandwidthMbps', bandwidthOfLag(lag)),
  };
}

async function describeInterconnect(client: DirectConnectClient, interconnectId: string): Promise<Parent> {
  const { interconnects } = await client.send(new DescribeInterconnectsCommand({ interconnectId }));
  const interconnect = interconnects?.find((candidate) => candidate.interconnectId === interconnectId);
  if (!interconnect) throw new Error('DescribeInterconnects answered without the interconnect');
  return {
    state: knownState(interconnect.interconnectState),
    allowsHostedConnections: true,
    ...(interconnect.lagId ? { memberOf: interconnect.lagId } : {}),
    ...optional('location', interconnect.location),
    ...optional('bandwidthMbps', toMbps(interconnect.bandwidth)),
  };
}

/** Links that are down carry nothing: `numberOfConnections` counts them too. */
function bandwidthOfLag({ connections, connectionsBandwidth }: Lag): number | undefined {
  const each = toMbps(connectionsBandwidth);
  if (each === undefined || !connections) return undefined;
  return each * connections.filter(({ connectionState }) => connectionState === 'available').length;
}

/** `unknown` is "The state … is not available" (Direct Connect API reference, Lag, Interconnect): not a state at all. */
function knownState(state: string | undefined): string {
  if (state === undefined || state === 'unknown')
    throw new Error('Direct Connect does not know the state of the parent');
  return state;
}

/** Absent only where the answer says so in words: no list proves it, whatever is missing from it. */
async function orAbsent<T>(question: ParentQuestion, parentId: string, ask: () => Promise<T>): Promise<T | 'absent'> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ObservationUnfinishedError) throw error;
    if (saysNoSuchParent(error, question, parentId)) return 'absent';
    throw new ObservationUnavailableError('Direct Connect cannot be asked now', {
      cause: error,
      denied: saysDenied(error),
    });
  }
}

async function associate(
  client: DirectConnectClient,
  connectionId: string,
  parentId: string,
  timeout: number,
): Promise<Answer> {
  const command = new AssociateHostedConnectionCommand({ connectionId, parentConnectionId: parentId });
  try {
    const { $metadata, ...connection } = await within(timeout, (abortSignal) => client.send(command, { abortSignal }));
    const trace = $metadata.requestId === undefined ? {} : { awsRequestId: cutText($metadata.requestId) };
    // An empty answer parses as well; only one that names the connection says that it was moved.
    if (connection.connectionId !== connectionId) {
      return { kind: 'unclear', error: 'the answer does not name the connection', answered: true, ...trace };
    }
    return { kind: 'moved', connection: toConnectionRecord(connection), ...trace };
  } catch (error) {
    return classifyError(error, { connectionId, parentConnectionId: parentId });
  }
}

/** Aborts after so many milliseconds: the client's own timeouts end with an answer's headers, or start anew with every byte. */
async function within<T>(timeout: number, run: (deadline: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeout);
  try {
    return await run(deadline.signal);
  } finally {
    clearTimeout(timer);
  }
}

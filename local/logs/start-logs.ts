import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from '../aws-json/aws-error.ts';
import { awsJsonListener } from '../aws-json/listener.ts';
import { compileFilterPattern } from './filter-pattern.ts';

/** Lines kept of each group; older ones are forgotten. */
const KEPT = 10_000;

/** Lines searched for one answer: AWS answers with less than all that there is, even with nothing, and a token for the rest. */
const PAGE = 1000;

interface Line {
  /** Counts the lines of a group, from 1. */
  number: number;
  timestamp: number;
  message: string;
}

/** CloudWatch Logs on 127.0.0.1: of the API, FilterLogEvents. */
export interface LogsServer {
  /** For `AWS_ENDPOINT_URL_CLOUDWATCH_LOGS`. */
  readonly url: string;
  create(group: string): void;
  put(group: string, message: string): void;
  close(): Promise<void>;
}

/** @param now milliseconds since the epoch */
export async function startLogs(now: () => number = Date.now): Promise<LogsServer> {
  const groups = new Map<string, Line[]>();
  const filterLogEvents = (body: string) => filter(groups, JSON.parse(body));
  const server = createServer(awsJsonListener('Logs_20140328', { FilterLogEvents: filterLogEvents }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    create: (group) => void groups.set(group, []),
    put(group, message) {
      const lines = groups.get(group);
      if (!lines) throw new Error(`there is no log group ${group}`);
      lines.push({ number: (lines.at(-1)?.number ?? 0) + 1, timestamp: now(), message });
      if (lines.length > KEPT) lines.shift();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface FilterInput {
  logGroupName?: string;
  filterPattern?: string;
  startTime?: number;
  nextToken?: string;
}

/** The matches among the next lines, and a token if there are more to search: it names the last line of these. */
function filter(
  groups: ReadonlyMap<string, Line[]>,
  { logGroupName = '', filterPattern = '', startTime = 0, nextToken = '0' }: FilterInput,
) {
  const lines = groups.get(logGroupName);
  if (!lines) {
    throw new AwsError(400, 'ResourceNotFoundException', `The specified log group does not exist: ${logGroupName}`);
  }
  const after = Number(nextToken);
  if (!Number.isInteger(after))
    throw new AwsError(400, 'InvalidParameterException', 'The specified nextToken is invalid.');
  const matches = compileFilterPattern(filterPattern);
  const rest = lines.filter(({ number, timestamp }) => number > after && timestamp >= startTime);
  const page = rest.slice(0, PAGE);
  const events = page.filter(({ message }) => matches(message));
  return {
    events: events.map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp })),
    ...(rest.length > page.length ? { nextToken: String(page.at(-1)?.number) } : {}),
  };
}

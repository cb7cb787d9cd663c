import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { issueInWords } from '../../src/contract/issue-words.ts';
import { TABLE_FAULTS, type TableFault } from '../dynamodb/faults.ts';
import { BUS_FAULTS, type BusFault } from '../eventbridge/faults.ts';
import type { FaultQueue } from '../fault-queue.ts';

/** The servers that can fail on request, beside Direct Connect, which has an endpoint of its own. */
export interface Faulty {
  readonly bus: FaultQueue<BusFault>;
  readonly ledger: FaultQueue<TableFault>;
}

export interface FaultsServer {
  /** Where faults are listed (GET), armed (POST) and cleared (DELETE). */
  readonly url: string;
  close(): Promise<void>;
}

const PATH = '/_admin/faults';
const EXAMPLE = '{"at":"bus","fault":"refuse","times":10}';

const times = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)), 1);
const faultSchema = v.variant('at', [
  v.strictObject({ at: v.literal('bus'), fault: v.picklist(BUS_FAULTS), times }),
  v.strictObject({ at: v.literal('ledger'), fault: v.picklist(TABLE_FAULTS), times }),
]);

type Answer = [status: number, body: unknown];

/** Starts an endpoint on 127.0.0.1, for people who rehearse what the runbooks say. */
export async function startFaults(faulty: Faulty): Promise<FaultsServer> {
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => '');
    const [status, answer] = answerFor(faulty, `${request.method} ${request.url}`, body);
    response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(answer, null, 2)}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerFor(faulty: Faulty, request: string, body: string): Answer {
  if (request === `GET ${PATH}`) return [200, list(faulty)];
  if (request === `POST ${PATH}`) return arm(faulty, body);
  if (request !== `DELETE ${PATH}`) return [404, { message: `only GET, POST and DELETE ${PATH} are known here` }];
  faulty.bus.clear();
  faulty.ledger.clear();
  return [200, list(faulty)];
}

function arm({ bus, ledger }: Faulty, body: string): Answer {
  const value = parseJson(body);
  if (value === undefined) return [400, { message: `the body is not JSON; expected a fault, such as ${EXAMPLE}` }];
  const parsed = v.safeParse(faultSchema, value);
  if (!parsed.success) {
    const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'the fault'}: ${issueInWords(issue)}`);
    return [400, { message: `${problems.join('; ')}. A fault is such as ${EXAMPLE}` }];
  }
  const fault = parsed.output;
  if (fault.at === 'bus') bus.failNext(fault.times, fault.fault);
  else ledger.failNext(fault.times, fault.fault);
  return [201, fault];
}

function list({ bus, ledger }: Faulty): unknown {
  return [
    ...bus.waiting().map((fault) => ({ at: 'bus', ...fault })),
    ...ledger.waiting().map((fault) => ({ at: 'ledger', ...fault })),
  ];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

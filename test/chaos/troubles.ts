import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminClient, FaultInput } from '#direct-connect-simulator';
import type { TableFault } from '../../local/dynamodb/faults.ts';
import type { LocalStack } from '../../local/stack/local-stack.ts';
import type { Random } from '../support/random.ts';
import type { Kills } from './kills.ts';
import { operate } from './operator.ts';

export interface TroubleContext {
  stack: LocalStack;
  directConnect: AdminClient;
  kills: Kills;
  random: Random;
}

/** Something that goes wrong, and how likely it is to be the next, beside the others. */
export interface Trouble {
  name: string;
  weight: number;
  happen: (context: TroubleContext) => Promise<void>;
}

/** What goes wrong around the service. */
export const TROUBLES: readonly Trouble[] = [
  { name: 'process killed', weight: 14, happen: async ({ kills }) => kills.killOne() },
  { name: 'process killed during a call', weight: 8, happen: ambush },
  { name: 'Direct Connect throttles', weight: 12, happen: throttle },
  { name: 'Direct Connect is slow', weight: 10, happen: slow },
  { name: 'Direct Connect answers unclearly', weight: 5, happen: unclear },
  { name: 'Describe fails', weight: 8, happen: describeFails },
  { name: 'Direct Connect browns out', weight: 1, happen: brownOut },
  { name: 'the bus refuses', weight: 12, happen: busRefuses },
  { name: 'the table refuses', weight: 12, happen: tableRefuses },
  { name: 'the table browns out', weight: 2, happen: tableBrownOut },
  { name: 'calls are paused', weight: 1, happen: pause },
];

async function throttle({ directConnect, random }: TroubleContext): Promise<void> {
  await directConnect.armFault({ kind: 'throttle', times: random.between(1, 4) });
}

/** Up to beyond the 3 s that a caller waits for its answer. */
async function slow({ directConnect, random }: TroubleContext): Promise<void> {
  await directConnect.armFault({ kind: 'latency', ms: random.between(100, 3_600), times: random.between(1, 3) });
}

async function unclear({ directConnect, random }: TroubleContext): Promise<void> {
  await directConnect.armFault({ ...unclearFault(random), afterCalls: random.between(0, 3) });
}

/**
 * An answer that does not say what happened. What happens late does so within the effect timeout less the staleness bound,
 * counted from the call: the local stage's are 12 s and 2 s.
 */
function unclearFault(random: Random): FaultInput {
  const effect = random.pick(['none', 'done', 'late', 'late'] as const);
  const when = effect === 'late' ? { effect, effectAfterMs: random.between(100, 9_000) } : { effect };
  const kind = random.pick([
    'serverError',
    'serverError400',
    'unavailable',
    'drop',
    'drop',
    'hang',
    'html',
    'json',
  ] as const);
  switch (kind) {
    case 'serverError400':
      return { kind: 'serverError', status: 400, ...when };
    case 'html':
      return { kind: 'garbage', form: 'html502', ...when };
    case 'json':
      return { kind: 'garbage', form: 'brokenJson', ...when };
    default:
      return { kind, ...when };
  }
}

async function describeFails({ directConnect, random }: TroubleContext): Promise<void> {
  const operation = random.pick(['DescribeHostedConnections', 'DescribeInterconnects', 'DescribeLags'] as const);
  const kind = random.pick(['throttle', 'serverError', 'drop', 'accessDenied', 'hang'] as const);
  await directConnect.armFault({ kind, operation, times: random.between(1, 6) });
}

/** Several seconds in which hardly anything is answered. */
async function brownOut({ directConnect, random }: TroubleContext): Promise<void> {
  for (let rounds = random.between(3, 8); rounds > 0; rounds--) {
    await directConnect.armFault({ ...unclearFault(random), times: 2 });
    await directConnect.armFault({ kind: 'unavailable', operation: 'DescribeHostedConnections', times: 5 });
    await sleep(500);
  }
  await directConnect.clearFaults();
}

/** Makes a call take long, and kills a process while it waits. */
async function ambush(context: TroubleContext): Promise<void> {
  const { directConnect, random, kills } = context;
  const { id } = await directConnect.armFault({ kind: 'latency', ms: random.between(1_000, 2_800) });
  for (let polls = 0; polls < 20; polls++) {
    const waiting = (await directConnect.faults()).some((armed) => armed.id === id);
    if (!waiting) {
      kills.killOne();
      return;
    }
    await sleep(100);
  }
}

async function busRefuses({ stack, random }: TroubleContext): Promise<void> {
  stack.eventBridge.faults.failNext(random.between(1, 5), random.pick(['entry', 'refuse', 'drop']));
}

const FAULTS_OF_TABLE: readonly TableFault[] = ['refuse', 'throttle', 'drop', 'lose', 'lose'];

async function tableRefuses({ stack, random }: TroubleContext): Promise<void> {
  stack.dynamoDb.faults.failNext(random.between(1, 6), random.pick(FAULTS_OF_TABLE));
}

/** Long enough that the SDK's own repetitions do not help. */
async function tableBrownOut({ stack, random }: TroubleContext): Promise<void> {
  stack.dynamoDb.faults.failNext(10_000, random.pick(FAULTS_OF_TABLE));
  await sleep(random.between(300, 2_000));
  stack.dynamoDb.faults.clear();
}

async function pause({ stack, random }: TroubleContext): Promise<void> {
  await operate(stack, 'control', { action: 'pause', by: 'chaos', why: 'a maintenance' });
  await sleep(random.between(500, 2_500));
  await operate(stack, 'control', { action: 'resume', by: 'chaos', why: 'it is over' });
}

import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { Random } from '../../support/random.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';

/** STOPS=200 pauses so often; SIM_SEED=… at the same moments again, as far as a machine repeats anything. */
const STOPS = Number(process.env.STOPS ?? 10);
const SEED = Number(process.env.SIM_SEED ?? Date.now() % 2 ** 31);
const LINES = ['dxcon-line1', 'dxcon-line2', 'dxcon-line3', 'dxcon-line4'];
const [OLD, NEW] = ['dxcon-old1', 'dxlag-new1'];

/** From the answer to a pause until it is resumed, in milliseconds since the epoch. */
interface Pause {
  answeredAtMs: number;
  resumedAtMs: number;
}

/** For what hangs. */
const TIMEOUT = 600_000 + STOPS * 20_000;

it(`no call has an intent that is later than the answer to a pause: ${STOPS} pauses, seed ${SEED}`, {
  timeout: TIMEOUT,
}, async () => {
  const stack = await startTestStack();
  onTestFinished(() => stack.close());
  const random = new Random(SEED, 1);
  const pauses: Pause[] = [];
  for (let number = 0; number < STOPS; number++) pauses.push(await pauseDuringMoves(stack, number, random));

  const intents = await intentsOf(stack);
  const { calls } = await stack.directConnectAdmin.journal();
  const made = calls.filter(({ operation }) => operation === 'AssociateHostedConnection').map(({ time }) => time);
  const within = (times: readonly number[]) =>
    pauses.flatMap(({ answeredAtMs, resumedAtMs }) =>
      times.filter((at) => at > answeredAtMs && at < resumedAtMs).map((at) => at - answeredAtMs),
    );

  const late = within(made);
  process.stdout.write(
    `${STOPS} pauses, ${made.length} calls: ${late.length} after the answer, the latest ${Math.max(0, ...late)} ms after it\n`,
  );
  expect(intents.length).toBeGreaterThan(STOPS);
  expect(within(intents), `SIM_SEED=${SEED} tries the same moments`).toEqual([]);
  expect(Math.max(0, ...late)).toBeLessThanOrEqual(2_000);
});

/** All lines are moved, there and back in turn, and at some moment of that calls are paused for a moment. */
async function pauseDuringMoves(stack: TestStack, number: number, random: Random): Promise<Pause> {
  const [from, to] = number % 2 === 0 ? [OLD, NEW] : [NEW, OLD];
  const ids = LINES.map((line) => `${line}-${number}`);
  const parents = { expectedParentConnectionId: from, parentConnectionId: to };
  for (const [index, line] of LINES.entries()) await stack.send(stackRequest(ids[index] ?? '', line, parents));
  await passed(random.between(0, 400));
  await control(stack, 'pause');
  const answeredAtMs = Date.now();
  await passed(random.between(100, 500));
  const resumedAtMs = Date.now();
  await control(stack, 'resume');
  const isMoved = (id: string) => stack.logs.some((line) => line.includes(`"${id}"`) && line.includes('"published"'));
  await eventually(async () => expect(ids.filter((id) => !isMoved(id))).toEqual([]));
  return { answeredAtMs, resumedAtMs };
}

/** However fast the machine is, some of this time falls between intents and calls. */
async function passed(milliseconds: number): Promise<void> {
  const begin = Date.now();
  await eventually(async () => expect(Date.now() - begin).toBeGreaterThanOrEqual(milliseconds));
}

async function control(stack: TestStack, action: 'pause' | 'resume'): Promise<void> {
  await eventually(async () => {
    const answer = await stack.functions.get('control')?.invoke(JSON.stringify({ action, by: 'test', why: 'test' }));
    expect(JSON.parse(answer?.payload ?? 'null')).toMatchObject({ paused: action === 'pause' });
  });
}

/** When each intent was written that a call was made under, as far as the histories say. */
async function intentsOf({ dynamoDb, region, outputs }: TestStack): Promise<number[]> {
  const credentials = { accessKeyId: 'LOCALOPERATOR', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ region, endpoint: dynamoDb.url, credentials });
  const { Items = [] } = await client.send(new ScanCommand({ TableName: outputs.LedgerName ?? '' }));
  client.destroy();
  return Items.flatMap(({ history }) => Object.values(history?.M ?? {}))
    .map(({ S = '{}' }) => JSON.parse(S) as { what?: string; atMs: number; attempts: number })
    .filter(({ what }) => what === 'calling')
    .map(({ atMs }) => atMs);
}

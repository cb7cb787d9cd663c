import { expect, it } from 'vitest';
import { createAdminClient } from '#direct-connect-simulator';
import { type Operator, operatorOf } from '../../../local/drain-demo/operator.ts';
import { planDrain } from '../../../local/drain-demo/plan-drain.ts';
import { readIntents } from '../../../local/drain-demo/read-intents.ts';
import { drainSite } from '../../../local/drain-demo/site.ts';
import { withPackagedStack } from '../../../local/stack/with-packaged-stack.ts';
import { packPlan } from '../../../src/drain/plan/parse-plan.ts';
import type { DrainAnswer } from '../../../src/drain/run/command.ts';
import { eventually } from '../../support/eventually.ts';
import { Random } from '../../support/random.ts';

/** STOPS=200 stops so often; SIM_SEED=… at the same moments again, as far as a machine repeats anything. */
const STOPS = Number(process.env.STOPS ?? 3);
const SEED = Number(process.env.SIM_SEED ?? Date.now() % 2 ** 31);
const DRAIN = 'fra-old-1';
/** Some are called for between any two stops. */
const LINES = Math.min(1_002, 32 + 5 * STOPS);

/** From the answer to a stop until it is resumed, in milliseconds since the epoch. */
interface Stopped {
  askedAtMs: number;
  answeredAtMs: number;
  resumedAtMs: number;
}

/** For what hangs. */
const TIMEOUT = 600_000 + STOPS * 20_000;

it(`no call of a drain has an intent that is later than the answer to a stop: ${STOPS} stops, seed ${SEED}`, {
  timeout: TIMEOUT,
}, async () => {
  const site = drainSite(LINES);
  const parts = {
    topology: site.topology,
    log: () => {},
    progress: () => {},
    interruption: new AbortController().signal,
  };
  const { stops, intents, calls } = await withPackagedStack(parts, async (stack) => {
    const operator = operatorOf(stack);
    const limits = { maxMoving: 20, maxSoaking: 60, minIntervalSeconds: 0 };
    const plan = await planDrain(stack, site, { drainId: DRAIN, limits, opensInMs: 0 });
    await start(operator, plan.digest, Buffer.from(packPlan(plan)).toString('base64'));
    const stops = await stopAgainAndAgain(operator, new Random(SEED, 1));
    const journal = await createAdminClient(stack.directConnect.url).journal();
    operator.close();
    const moves = journal.calls.filter(({ operation }) => operation === 'AssociateHostedConnection');
    const calls = moves.map(({ time: atMs, parameters }) => {
      const { connectionId } = parameters as { connectionId: string };
      return { connectionId, atMs };
    });
    return { stops, intents: await readIntents(stack), calls };
  });
  const afterAnswer = stops.flatMap(({ answeredAtMs, resumedAtMs }) =>
    calls
      .filter(({ atMs }) => atMs > answeredAtMs && atMs < resumedAtMs)
      .map(({ connectionId, atMs }) => {
        // The last before the call is the one that it was made under.
        const own = intents.filter((one) => one.connectionId === connectionId && one.atMs <= atMs);
        const intentAtMs = Math.max(...own.map((one) => one.atMs));
        return { connectionId, called: atMs - answeredAtMs, decided: intentAtMs - answeredAtMs };
      }),
  );
  const late = afterAnswer.map(({ called }) => called);
  const slowest = Math.max(...stops.map(({ askedAtMs, answeredAtMs }) => answeredAtMs - askedAtMs));
  process.stdout.write(
    `${stops.length} stops, ${calls.length} calls: ${late.length} after the answer, the latest ${Math.max(0, ...late)} ms after it; the slowest answer took ${slowest} ms\n`,
  );
  expect(stops).toHaveLength(STOPS);
  // At the random moments of a few stops, few lines may be on their way.
  expect(intents.length).toBeGreaterThan(0);
  const decidedLater = afterAnswer.filter(({ decided }) => !(Number.isFinite(decided) && decided <= 0));
  expect(decidedLater, `SIM_SEED=${SEED} tries the same moments`).toEqual([]);
  expect(Math.max(0, ...late)).toBeLessThanOrEqual(2_000);
});

const who = { drainId: DRAIN, by: 'ada', why: 'test' };

async function start(operator: Operator, digest: string, plan: string): Promise<void> {
  await operator.ask({ action: 'submit', plan, by: 'ada', why: 'test' });
  await operator.ask({ action: 'approve', rev: 1, digest, ...who, by: 'bob' });
  await operator.ask({ action: 'announce', digest, ...who });
  await eventually(() => operator.ask({ action: 'start', digest, waive: ['notice'], ...who }));
  // The canary is one line: stops would hold it up, and meet nothing else.
  await until(operator, ({ lines }) => lines.healthy === 1);
  await operator.ask({ action: 'promote', rev: 1, wave: 1, ...who });
}

/** At random moments while lines are on their way, for a moment each. */
async function stopAgainAndAgain(operator: Operator, random: Random): Promise<Stopped[]> {
  const stops: Stopped[] = [];
  for (let number = 0; number < STOPS; number++) {
    await until(operator, ({ lines }) => (lines.released ?? 0) > 0);
    await passed(random.between(0, 1_500));
    const askedAtMs = Date.now();
    const { stops: present } = await operator.ask({ action: 'stop', ...who });
    const answeredAtMs = Date.now();
    await passed(random.between(100, 500));
    const resumedAtMs = Date.now();
    await operator.ask({ action: 'resume', stops: present.map(({ id }) => id), ...who });
    stops.push({ askedAtMs, answeredAtMs, resumedAtMs });
  }
  return stops;
}

function until(operator: Operator, isSo: (answer: DrainAnswer) => boolean): Promise<void> {
  return eventually(async () => {
    const answer = await operator.ask({ action: 'status', drainId: DRAIN });
    if (!isSo(answer)) expect.fail(JSON.stringify(answer));
  });
}

/** However fast the machine is, some of this time falls between intents and calls. */
async function passed(milliseconds: number): Promise<void> {
  const begin = Date.now();
  await eventually(async () => expect(Date.now() - begin).toBeGreaterThanOrEqual(milliseconds));
}

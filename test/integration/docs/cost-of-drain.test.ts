import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runEvening } from '../../../local/drain-demo/evening.ts';
import { type Operator, operatorOf } from '../../../local/drain-demo/operator.ts';
import { planDrain } from '../../../local/drain-demo/plan-drain.ts';
import { drainSite } from '../../../local/drain-demo/site.ts';
import { roleIdOf } from '../../../local/stack/identities.ts';
import type { LocalStack } from '../../../local/stack/local-stack.ts';
import { withPackagedStack } from '../../../local/stack/with-packaged-stack.ts';
import { DEFAULT_LIMITS } from '../../../src/drain/plan/plan-request.ts';
import { tableUnder } from '../../support/markdown-table.ts';

/** The page's figures are of 200 lines that move. LINES=202, with two that cannot, measures these; fewer cost less. */
const ON_THE_PAGE = 202;
const LINES = Number(process.env.LINES ?? 12);

const PAGE = fileURLToPath(new URL('../../../docs/operations/cost.md', import.meta.url));
const HOUR = 3_600_000;

// All local servers are in this process, which reports here every request that they get.
const CHANNEL = 'http.server.request.start';

/** The test looks how far it is; who watches with dxm does not ask the function. */
const LOOK = '"action":"status"';
const BETWEEN_LOOKS_MS = 5_000;

/** One who does not look all the time, and again if all of the function's concurrency is in use. */
function patient(operator: Operator): Operator {
  return {
    ...operator,
    async ask(command) {
      if (command.action !== 'status') return operator.ask(command);
      for (;;) {
        await setTimeout(BETWEEN_LOOKS_MS);
        const answer = await operator.ask(command).catch((error: Error) => error);
        if (!(answer instanceof Error)) return answer;
        if (answer.name !== 'TooManyRequestsException') throw answer;
      }
    },
  };
}

/** What `drain` itself calls while this runs, and how often it is invoked. */
async function counted(stack: LocalStack, work: () => Promise<void>): Promise<Record<string, number>> {
  const drain = stack.functions.get('drain') ?? expect.fail('there is a function drain');
  const { invoke, enqueue } = drain;
  let invocations = 0;
  const targets: string[] = [];
  const onRequest = (message: unknown) => {
    const { headers } = (message as { request: IncomingMessage }).request;
    const [, keyId = ''] = /Credential=([^/]+)/.exec(headers.authorization ?? '') ?? [];
    if (keyId === roleIdOf('DrainRole')) targets.push(String(headers['x-amz-target']));
  };
  drain.invoke = (payload) => {
    if (!payload.includes(LOOK)) invocations++;
    return invoke(payload);
  };
  drain.enqueue = (payload) => {
    invocations++;
    return enqueue(payload);
  };
  subscribe(CHANNEL, onRequest);
  try {
    await work();
  } finally {
    unsubscribe(CHANNEL, onRequest);
    Object.assign(drain, { invoke, enqueue });
  }
  const count = (pattern: RegExp) => targets.filter((target) => pattern.test(target)).length;
  return {
    'Lambda, invocations': invocations,
    'ledger, writes': count(/^DynamoDB.*\.(Put|Update)Item$/),
    'ledger, strongly consistent reads': count(/^DynamoDB.*\.GetItem$/),
    'Direct Connect, Describe calls': count(/^OvertureService\.Describe/),
    'EventBridge, events': count(/^AWSEvents\.PutEvents$/),
    'SQS, messages sent': count(/^AmazonSQS\.SendMessage$/),
  };
}

it(`costs no more than the page on cost says: ${LINES} lines`, { timeout: HOUR }, async () => {
  const site = drainSite(LINES);
  const parts = { topology: site.topology, log: () => {}, progress: () => {} };
  const measured = await withPackagedStack({ ...parts, interruption: new AbortController().signal }, async (stack) => {
    const operator = patient(operatorOf(stack));
    const plan = await planDrain(stack, site, {
      ...{ drainId: 'fra-old-1', limits: DEFAULT_LIMITS, opensInMs: 5_000 + 100 * LINES },
    });
    const counts = await counted(stack, async () => {
      const { last, startedAtMs, endedAtMs } = await runEvening(stack, {
        ...{ plan, operator, progress: () => {}, deadlineMs: Date.now() + HOUR },
      });
      expect(last).toMatchObject({ state: 'COMPLETED', lines: { healthy: LINES - 2 } });
      process.stdout.write(`${LINES} lines in ${Math.round((endedAtMs - startedAtMs) / 1_000)} s\n`);
    });
    operator.close();
    return counts;
  });
  process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
  const rows = tableUnder(PAGE, 'A drain of 200 lines');
  const written = new Map(rows.map(([what = '', figure = '']) => [what, Number(figure.replaceAll(',', ''))]));
  expect(new Set(Object.keys(measured))).toEqual(new Set(written.keys()));
  const most = LINES === ON_THE_PAGE ? 1.25 : 0.5;
  for (const [what, count] of Object.entries(measured))
    expect(count, what).toBeLessThanOrEqual(most * (written.get(what) ?? 0));
});

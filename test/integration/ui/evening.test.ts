import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Operator, operatorOf } from '../../../local/drain-demo/operator.ts';
import { planDrain } from '../../../local/drain-demo/plan-drain.ts';
import { type RunningPage, startPage } from '../../../local/start-page.ts';
import { packPlan } from '../../../src/drain/plan/parse-plan.ts';
import type { Plan } from '../../../src/drain/plan/plan.ts';
import { expectClean, inBrowser, type OpenPage } from '../../support/browser.ts';
import { missingForBrowser } from '../../support/chromium.ts';
import { exportsOf } from '../../support/dxm.ts';
import { eventually } from '../../support/eventually.ts';
import { stackRequest, startTestStackFrom, type TestStack } from '../../support/stack.ts';

const TOPOLOGY = fileURLToPath(new URL('../../support/drain-topology.yaml', import.meta.url));
const SITE = { source: 'dxcon-old1', targets: ['dxlag-new1'], groups: [] };
const DRAIN = 'old1';
const LIMITS = { maxMoving: 10, maxSoaking: 20, minIntervalSeconds: 0 };

describe.skipIf(missingForBrowser !== undefined)(
  `in a browser${missingForBrowser ? `: ${missingForBrowser}` : ''}`,
  () => {
    const { open } = inBrowser();
    let stack: TestStack;
    let served: RunningPage;
    let operator: Operator;
    beforeAll(async () => {
      stack = await startTestStackFrom(inject('packages').usual, 0, TOPOLOGY);
      served = await startPage(exportsOf(stack));
      operator = operatorOf(stack);
    });
    afterAll(async () => {
      operator?.close();
      await served?.close();
      await stack?.close();
    });

    /** Presses what is offered, gives a reason, and waits until it is said what that came to. */
    async function act({ page }: OpenPage, command: string, said: string | RegExp): Promise<void> {
      await page.getByRole('button', { name: command }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Why?').fill('CHG-311');
      await dialog.getByRole('button', { name: 'Do it' }).click();
      await page.getByRole('status').getByText(said).waitFor();
    }

    const titled = ({ page }: OpenPage, name: string | RegExp) =>
      page.getByRole('heading', { level: 1, name }).waitFor();

    it('finds a held request, shows where its line is, and settles it', async () => {
      await stack.directConnectAdmin.armFault({ kind: 'drop', effect: 'none', connectionId: 'dxcon-line1' });
      await stack.send(stackRequest('r1', 'dxcon-line1'));
      await eventually(() => expect(stack.logs.some((line) => line.includes('"message":"held"'))).toBe(true));
      const beganMs = Date.now();
      const opened = await open(served.url);
      const paint = await opened.page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0].startTime`);
      process.stdout.write(`first paint on the local stack after ${Math.round(paint as number)} ms\n`);
      await opened.page.getByRole('link', { name: 'dxm resolve orders/r1' }).click();
      await opened.page.getByText('it was not moved: it is on dxcon-old1 still').waitFor();
      await act(opened, 'dxm resolve orders/r1 retry', 'Resolved: orders/r1');
      process.stdout.write(`a held request was found and settled on the page in ${Date.now() - beganMs} ms\n`);
      await opened.page.getByText('orders/r1 is MIGRATED.').waitFor();
      expectClean(opened, served.url);
      await opened.page.getByText(/^HEALTHY/).waitFor();
    });

    it('watches a drain from its announcement to its end, with a stop, and a line that is taken back', async () => {
      const plan = await submitted();
      const sick = plan.waves.at(-1)?.lines[0] ?? '';
      await stack.directConnectAdmin.armFault({
        kind: 'staysDown',
        connectionId: sick,
        parentConnectionId: 'dxlag-new1',
      });
      const opened = await open(served.url);
      const { page, show } = opened;
      await show('#/run');
      await titled(opened, `${DRAIN} is APPROVED`);
      await act(opened, `dxm drain announce ${DRAIN}`, `Announced: the events of ${DRAIN} are on their way`);
      await started(plan);
      await titled(opened, /is RUNNING, wave 1 of/);
      await act(opened, `dxm drain promote ${DRAIN}`, `Promoted: the gate behind wave 1 of ${DRAIN} is open`);
      await titled(opened, /is RUNNING, wave 2 of/);

      const clickedMs = Date.now();
      await page.getByRole('button', { name: `Stop ${DRAIN}` }).click();
      await page.getByRole('status').getByText(`Stopped: ${DRAIN}.`).waitFor();
      process.stdout.write(`the stop was answered on the page after ${Date.now() - clickedMs} ms\n`);
      await titled(opened, /is STOPPED/);
      await act(opened, `dxm drain resume ${DRAIN}`, `Resumed: ${DRAIN}`);

      // It stops by itself for the line that stays down.
      await page.getByText(`${sick} is not well on dxlag-new1`).waitFor();
      await act(opened, `dxm drain rollback ${DRAIN} --line ${sick}`, /Rolled back by/);
      await titled(opened, `${DRAIN} is COMPLETED`);
      expectClean(opened, served.url);

      const { moves } = await stack.directConnectAdmin.journal();
      expect(moves.filter(({ connectionId }) => connectionId === sick)).toHaveLength(2);
      expect(new Set(moves.map(({ connectionId }) => connectionId))).toEqual(
        new Set(['dxcon-line1', ...plan.lines.map(({ connectionId }) => connectionId)]),
      );
    });

    /** Customers are not told in time, by the word of who starts it: that is said in a terminal. */
    async function started({ digest, window }: Plan): Promise<void> {
      await eventually(() => expect(Date.now()).toBeGreaterThan(Date.parse(window.from)));
      await eventually(() =>
        operator.ask({ action: 'start', drainId: DRAIN, digest, waive: ['notice'], by: 'ada', why: 'CHG-311' }),
      );
    }

    /** By the command line, as before each night. */
    async function submitted(): Promise<Plan> {
      const plan = await planDrain(stack, SITE, { drainId: DRAIN, limits: LIMITS, opensInMs: 1_000 });
      const { digest } = plan;
      const packed = Buffer.from(packPlan(plan)).toString('base64');
      await operator.ask({ action: 'submit', plan: packed, by: 'ada', why: 'CHG-311' });
      await operator.ask({ action: 'approve', drainId: DRAIN, rev: 1, digest, by: 'bob', why: 'read' });
      return plan;
    }
  },
);

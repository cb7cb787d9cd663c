import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { runDrainDemo } from '../../local/drain-demo/run-drain-demo.ts';
import { runInterruptibly } from '../../local/interruption.ts';
import { showProgress } from '../../local/show-progress.ts';
import { CHROMIUM, missingForBrowser } from '../support/chromium.ts';

// Runs the demo's evening with its page, and takes the README's picture of it; beside it, in .build/pictures, each view as it is then, in
// both themes and on three screens, to be looked at.

const PICTURE = fileURLToPath(new URL('../../docs/pictures/run.png', import.meta.url));
const TO_LOOK_AT = fileURLToPath(new URL('../../.build/pictures/', import.meta.url));

const VIEWS = ['attention', 'run', 'line', 'ports', 'plan', 'log'];
const WIDTHS = [360, 768, 1280];
const EVENING_MS = 600_000;

const progress = showProgress();
await runInterruptibly(async (interruption) => {
  if (missingForBrowser !== undefined) throw new Error(missingForBrowser);
  const browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
  let taken: Promise<void> | undefined;
  try {
    await runDrainDemo({
      ...{ lines: 200, timeout: EVENING_MS, isUndisturbed: false, interruption, log: () => {} },
      progress: progress.say,
      onPage: (url) => {
        taken = take(browser, url);
        // What ends the evening early says more.
        taken.catch(() => {});
      },
    });
    await taken;
    progress.succeed(`${PICTURE}; all views are in ${TO_LOOK_AT}`);
  } finally {
    await browser.close();
  }
}, progress.fail);

/** The picture first, while lines are on their way. */
async function take(browser: Browser, url: string): Promise<void> {
  mkdirSync(TO_LOOK_AT, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1000, height: 780 }, colorScheme: 'light' });
  page.setDefaultTimeout(EVENING_MS);
  await page.goto(url);
  await show(page, 'run');
  await page.getByRole('heading', { name: /is RUNNING, wave 4 of/ }).waitFor();
  await page
    .getByRole('link', { name: /\d moved$/ })
    .first()
    .waitFor();
  await page.screenshot({ path: PICTURE });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      for (const view of VIEWS) {
        await show(page, view);
        await page.screenshot({ path: `${TO_LOOK_AT}${view}-${colorScheme}-${width}.png` });
      }
    }
  }
  await page.close();
}

async function show(page: Page, view: string): Promise<void> {
  await page.evaluate(`location.hash = '#/${view}'`);
  await page.locator('h1:focus').waitFor();
  await page.getByText('Reading …').waitFor({ state: 'detached' });
}

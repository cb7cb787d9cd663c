import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { CHROMIUM } from './chromium.ts';

/** For what hangs, in milliseconds: what is waited for comes sooner on a machine that is busy as well. */
const PATIENCE_MS = 120_000;

const AXE = fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url));

/** Opens pages of one browser, which is there for all tests of a file. */
export function inBrowser(): { open: (url: string, options?: BrowserContextOptions) => Promise<OpenPage> } {
  let browser: Browser;
  beforeAll(async () => {
    // A container has no user namespaces for its sandbox; what is opened is ours.
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());
  return {
    async open(url, options = {}) {
      const context = await browser.newContext(options);
      onTestFinished(() => context.close());
      return watched(await context.newPage(), url);
    },
  };
}

/** A page with all that it has asked for, and all that was wrong with it. */
export interface OpenPage {
  page: Page;
  requests: string[];
  /** Errors, and what its policy has refused. */
  wrong: string[];
  /** Goes to a view, and waits until it shows what it has read. */
  show: (hash: string) => Promise<void>;
  /** What axe objects to. */
  objections: () => Promise<string[]>;
}

async function watched(page: Page, url: string): Promise<OpenPage> {
  page.setDefaultTimeout(PATIENCE_MS);
  const [requests, wrong]: [string[], string[]] = [[], []];
  page.on('request', (request) => void requests.push(request.url()));
  page.on('pageerror', ({ message }) => void wrong.push(message));
  page.on('console', (said) => {
    if (said.type() === 'error') wrong.push(said.text());
  });
  await page.goto(url);
  await page.locator('h1').waitFor();
  return {
    ...{ page, requests, wrong },
    async show(hash) {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      // Whoever comes to a view begins at its title.
      await page.locator('h1:focus').waitFor();
      await page.getByText('Reading …').waitFor({ state: 'detached' });
    },
    async objections() {
      await page.evaluate(readFileSync(AXE, 'utf8'));
      const { violations } = (await page.evaluate('axe.run()')) as { violations: Violation[] };
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`),
      );
    },
  };
}

interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

/** Nothing from elsewhere, and nothing wrong. */
export function expectClean({ requests, wrong }: OpenPage, url: string): void {
  expect(wrong).toEqual([]);
  expect(requests.filter((one) => new URL(one).origin !== new URL(url).origin)).toEqual([]);
}

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pageFiles } from '../../../src/cli/ui/page-files.ts';
import { expectClean, inBrowser } from '../../support/browser.ts';
import { missingForBrowser } from '../../support/chromium.ts';
import { eventually } from '../../support/eventually.ts';
import { ID, serveWorld, worldItems } from './worlds.ts';

const MOST_BYTES = 100_000;

it(`the page is at most ${MOST_BYTES} bytes, packed`, async () => {
  const sizes = Object.values(await pageFiles()).map(({ text }) => gzipSync(text).length);
  const bytes = sizes.reduce((sum, size) => sum + size);
  process.stdout.write(`the page is ${bytes} bytes, packed\n`);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

/** Every view, and what it says in a world of that many lines. */
const VIEWS: [hash: string, says: Record<0 | 10 | 1_000, RegExp>][] = [
  [
    '#/attention',
    { 0: /Nothing in prod needs a person/, 10: /12 things need a person/, 1000: /1,002 things need a person/ },
  ],
  ['#/run', { 0: /no drain that has not ended.*dxm drain submit/s, 10: /10 lines in all/, 1000: /1,000 lines in all/ }],
  ['#/line', { 0: /A line by its id/, 10: /A line by its id/, 1000: /A line by its id/ }],
  ['#/ports', { 0: /dxcon-old.*FRA old.*EqFR5/s, 10: /dxcon-down/, 1000: /dxcon-down/ }],
  ['#/plan', { 0: /no drain that has not ended/, 10: /10 of 10 lines, in \d waves/, 1000: /1,000 of 1,000 lines/ }],
  ['#/log', { 0: /no drain that has not ended/, 10: /submitted, by jo: CHG-311/, 1000: /submitted, by jo: CHG-311/ }],
];

const WIDTHS = [360, 768, 1280];

describe.skipIf(missingForBrowser !== undefined)(
  `in a browser${missingForBrowser ? `: ${missingForBrowser}` : ''}`,
  () => {
    const { open } = inBrowser();

    it.each([0, 10, 1_000] as const)('each view says something with %i lines, on every screen', async (count) => {
      const { url } = await serveWorld(worldItems(count));
      const opened = await open(url);
      const { page, show, objections } = opened;
      for (const [hash, says] of VIEWS) {
        await show(hash);
        await page.locator('main').filter({ hasText: says[count] }).waitFor();
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          const cutOff = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          expect([hash, width, cutOff]).toEqual([hash, width, 0]);
        }
        // What axe looks at grows with the lines, and colours do not.
        const schemes = count === 1_000 ? (['light'] as const) : (['light', 'dark'] as const);
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme });
          expect(await objections()).toEqual([]);
        }
      }
      expectClean(opened, url);
    });

    it('is painted soon', async () => {
      const { url } = await serveWorld(worldItems(1_000));
      const { page } = await open(url);
      const paint = await page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0].startTime`);
      process.stdout.write(`first paint after ${Math.round(paint as number)} ms\n`);
      expect(paint).toBeGreaterThan(0);
    });

    it('the title says what is the matter, and of what', async () => {
      const { url } = await serveWorld(worldItems(10));
      const { page, show } = await open(url);
      await show(`#/run/${ID}`);
      await eventually(async () => expect(await page.title()).toBe(`12 need you · Run ${ID} · dxm prod`));
    });
  },
);

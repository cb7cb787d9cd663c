import { describe, expect, it } from 'vitest';
import type { Stop } from '../../../src/drain/run/stop.ts';
import { expectClean, inBrowser } from '../../support/browser.ts';
import { missingForBrowser } from '../../support/chromium.ts';
import { connectionItem, controlItem, drainItem } from '../../support/cli-items.ts';
import { eventually } from '../../support/eventually.ts';
import { OWNER, START } from '../../support/world.ts';
import { drainOf, ID, serveWorld } from './worlds.ts';

/** Whatever of it is taken for HTML does something, or turns the text around. */
const HOSTILE = `<img src=x onerror="hacked=1"><script>hacked=1</script>\u202e`;

const stop: Stop = { id: 'a', kind: 'person', atMs: START, by: HOSTILE, why: HOSTILE };
const decision = { atMs: START, by: HOSTILE, why: HOSTILE };
const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });

describe.skipIf(missingForBrowser !== undefined)(
  `in a browser${missingForBrowser ? `: ${missingForBrowser}` : ''}`,
  () => {
    const { open } = inBrowser();

    it('a stop is one click, whatever is shown, and says what it came to', async () => {
      const { url, commands } = await serveWorld(drainOf(10).items);
      const opened = await open(url);
      await opened.show('#/ports');
      await opened.page.getByRole('button', { name: `Stop ${ID}` }).click();
      await opened.page.getByRole('status').getByText(`Stopped: ${ID}.`).waitFor();
      expect(commands()).toEqual([{ action: 'stop', drainId: ID, by: 'jo', why: 'stopped by hand' }]);
      expectClean(opened, url);
    });

    it('everything else asks once, in the words of dxm, and wants a reason', async () => {
      const { url, commands } = await serveWorld(
        drainOf(30, { stops: [{ ...stop, by: 'ada', why: 'a router is odd' }] }).items,
      );
      const opened = await open(url);
      const { page, show, objections } = opened;
      await show('#/run');
      const resume = page.getByRole('button', { name: `dxm drain resume ${ID}` }).first();
      await resume.press('Enter');
      const dialog = page.getByRole('dialog', { name: `dxm drain resume ${ID} --stop a` });
      await dialog.getByText('These stops are lifted, and no others:').waitFor();
      expect(await dialog.innerText()).toContain('a: by ada');
      expect(await objections()).toEqual([]);
      // No reason, no deed.
      await dialog.getByRole('button', { name: 'Do it' }).click();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(commands()).toEqual([]);

      await resume.press('Enter');
      await dialog.getByLabel('Why?').fill('it was a sensor');
      await page.keyboard.press('Enter');
      await page.getByRole('status').getByText(`Resumed: ${ID}`).waitFor();
      expect(commands()).toEqual([{ action: 'resume', drainId: ID, stops: ['a'], by: 'jo', why: 'it was a sensor' }]);
      expectClean(opened, url);
    });

    it('what others wrote is text, wherever it is shown', async () => {
      const drain = drainOf(10, { stops: [stop], history: [{ ...decision, what: HOSTILE }], operator: decision });
      const lines = Object.fromEntries(
        Object.entries(drain.drain.lines).map(([id, line]) => [id, { ...line, cause: HOSTILE, by: HOSTILE }]),
      );
      const standing = controlItem({
        ...{ paused: true, lastChange: { ...decision, change: 'paused' } as never },
        closedParents: { 'dxcon-old': decision },
        cordons: { 'dxcon-old': decision as never },
        freezes: { tonight: { ...decision, fromMs: START, untilMs: Date.now() + 1e9, location: HOSTILE } },
      });
      const { url } = await serveWorld(
        [
          drainItem({ ...drain.drain, lines }),
          ...drain.items.slice(1),
          standing,
          connectionItem('dxcon-line1', { ownerAccount: OWNER }),
        ],
        {
          DescribeInterconnects: () => ({
            interconnects: [{ interconnectId: 'dxcon-old', interconnectName: HOSTILE }],
          }),
        },
      );
      const opened = await open(url);
      for (const hash of [
        '#/attention',
        '#/run',
        `#/run/${ID}?failed`,
        '#/log',
        '#/line/dxcon-line1',
        '#/ports',
        `#/line/${encodeURIComponent(HOSTILE)}`,
        `#/run/${encodeURIComponent(HOSTILE)}`,
      ]) {
        await opened.show(hash);
        await opened.page.getByText('<img src=x').first().waitFor();
        expect(await opened.page.locator('img, main script').count()).toBe(0);
        expect(await opened.page.locator('main').innerText()).not.toContain('\u202e');
      }
      expect(await opened.page.evaluate('typeof hacked')).toBe('undefined');
      // What there is not is refused, which the browser notes; nothing was loaded from anywhere.
      expect(opened.wrong.filter((text) => !text.includes('409'))).toEqual([]);
      expect(opened.requests.filter((one) => new URL(one).origin !== new URL(url).origin)).toEqual([]);
    });

    it('what the role may not do, and what a page that only reads does not, is shown as not allowed', async () => {
      const stops = [{ ...stop, by: 'ada', why: 'odd' }];
      const noDrains = await serveWorld(drainOf(10, { stops }).items, {
        Invoke: ({ FunctionName }: { FunctionName: string }) => {
          if (FunctionName.endsWith('-drain')) throw denied;
          return {};
        },
      });
      const first = await open(noDrains.url);
      await first.show('#/run');
      await first.page.getByText('not allowed: your role may not').first().waitFor();
      expect(await first.page.getByRole('button', { name: 'dxm drain resume' }).first().isDisabled()).toBe(true);
      await first.show('#/attention');
      expect(await first.page.getByRole('button', { name: 'dxm pause' }).isEnabled()).toBe(true);

      const readOnly = await serveWorld(drainOf(10).items, {}, { isReadOnly: true });
      const second = await open(readOnly.url);
      await second.page.getByText('only reads', { exact: true }).waitFor();
      const button = second.page.getByRole('button', { name: `Stop ${ID}` });
      await button.waitFor();
      expect(await button.isDisabled()).toBe(true);
      expect(await second.objections()).toEqual([]);
    });

    it('is gone through with the keyboard: the cells are one stop, and arrows lead from one to the next', async () => {
      const { url } = await serveWorld(drainOf(30).items);
      const { page, show } = await open(url);
      await show('#/run');
      const cells = page.locator('[data-line]');
      expect(await page.locator('[data-line][tabindex="0"]').count()).toBe(1);
      await cells.first().focus();
      await page.keyboard.press('ArrowRight');
      const second = await cells.nth(1).getAttribute('data-line');
      expect(await page.evaluate('document.activeElement.dataset.line')).toBe(second);
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowRight');
      expect(await page.evaluate('document.activeElement.dataset.line')).toBe(
        await cells.last().getAttribute('data-line'),
      );
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: /^dxcon-line/ }).waitFor();
    });

    it('shows what is new within two seconds while it is seen, asks for nothing while it is hidden, and at once when it is seen again', async () => {
      const { url, context } = await serveWorld(drainOf(10).items);
      const { page, requests, show } = await open(url);
      await show('#/run');
      const begun = requests.length;
      await eventually(() => expect(requests.length).toBeGreaterThan(begun + 4));
      const hide = (isHidden: boolean) =>
        page.evaluate(
          `Object.defineProperty(document, 'hidden', { configurable: true, value: ${isHidden} }); document.dispatchEvent(new Event('visibilitychange'))`,
        );
      await hide(true);
      // What was under way when it was hidden.
      let before = -1;
      await eventually(() => {
        const now = requests.length;
        const isQuiet = now === before;
        before = now;
        expect(isQuiet).toBe(true);
      });
      const quietFromMs = Date.now();
      const sent = context.sent.length;
      await eventually(() => expect(Date.now() - quietFromMs).toBeGreaterThan(4_000));
      expect(requests.length).toBe(before);
      expect(context.sent.length).toBe(sent);
      await hide(false);
      await eventually(() => expect(requests.length).toBeGreaterThan(before));
    });

    it('times are as the clock of its reader has them', async () => {
      const { url } = await serveWorld(drainOf(10).items);
      const { page, show } = await open(url, { timezoneId: 'Asia/Tokyo', locale: 'en-GB' });
      await show('#/run');
      await page.getByText('2026-11-23 21:00:00 GMT+9').first().waitFor();
    });

    it('moves nothing for who wants no motion', async () => {
      const { url } = await serveWorld(drainOf(10).items);
      const durationOf = async (reducedMotion: 'reduce' | 'no-preference') => {
        const { page, show } = await open(url, { reducedMotion });
        await show('#/run');
        return page.evaluate(`getComputedStyle(document.querySelector('[data-line]')).transitionDuration`);
      };
      expect(await durationOf('reduce')).toBe('0s');
      expect(await durationOf('no-preference')).toBe('0.3s');
    });

    it('without its token it says what to do', async () => {
      const { url } = await serveWorld([]);
      const { page } = await open(new URL('/', url).href);
      await page.getByText('open the address that dxm has printed').first().waitFor();
    });

    it('the token stays in no address', async () => {
      const { url } = await serveWorld([]);
      const { page, requests } = await open(url);
      await page.getByText('Nothing in prod needs a person').waitFor();
      expect(page.url()).toBe(`${new URL(url).origin}/#/attention`);
      const [, token = ''] = url.split('token=');
      expect(requests.slice(1).filter((one) => one.includes(token))).toEqual([]);
    });
  },
);

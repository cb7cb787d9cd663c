import { expect, it } from 'vitest';
import { startPage } from '../../../local/start-page.ts';

const VARIABLES = { DXM_STAGE: 'local', AWS_REGION: 'us-east-1' };

it('dxm ui says where it is, listens on this machine only, and ends when it is told to', async () => {
  const page = await startPage(VARIABLES);
  const { hostname, origin, hash } = new URL(page.url);
  expect({ hostname, hash }).toEqual({ hostname: '127.0.0.1', hash: expect.stringMatching(/^#token=[\w-]{43}$/) });
  const response = await fetch(origin);
  expect(await response.text()).toContain('<script type="module" src="/page.js">');
  await page.close();
  await expect(fetch(origin)).rejects.toThrow();
});

it('has another token at each start', async () => {
  const pages = await Promise.all([startPage(VARIABLES), startPage(VARIABLES)]);
  const tokens = pages.map(({ url }) => new URL(url).hash);
  expect(new Set(tokens).size).toBe(2);
  await Promise.all(pages.map((page) => page.close()));
});

it('that cannot start is an error, and not waited for', async () => {
  await expect(startPage({ ...VARIABLES, DXM_STAGE: 'no/stage' })).rejects.toThrow('the page did not start');
});

import { describe, expect, it } from 'vitest';
import { madeContext, WELL } from '../../../support/cli-context.ts';
import { ID, madePlan, running, stageOf } from '../drain/given.ts';
import { appOf, HOST, headers, PORT, posting, TOKEN } from './given.ts';

const plan = madePlan();
const STOP = { words: ['drain', 'stop', ID], why: 'odd' };
const API = '/api/commands';

/** What a request got, and whether AWS was asked anything for it. */
async function got(path: string, init: RequestInit, options = {}) {
  const { context } = stageOf(plan, running(plan));
  const response = await appOf(context, options).request(path, init);
  return { status: response.status, text: await response.text(), headers: response.headers, sent: context.sent };
}

describe('what is not of the page is turned away, and AWS asked for nothing', () => {
  it.each<[what: string, status: number, path: string, init: RequestInit]>([
    [
      'a name of someone else that leads here',
      421,
      '/api/status',
      { headers: headers({ host: `evil.example:${PORT}` }) },
    ],
    ['the same for the page itself', 421, '/', { headers: headers({ host: 'evil.example' }) }],
    ['the same with a command', 421, API, posting(STOP, { host: 'evil.example', origin: 'http://evil.example' })],
    ['a name that only begins as ours', 421, '/', { headers: headers({ host: `${HOST}.evil.example` }) }],
    ['another port', 421, '/', { headers: headers({ host: '127.0.0.1:80' }) }],
    ['no host', 421, '/', { headers: headers({ host: undefined }) }],
    ['a foreign origin that reads', 403, '/api/status', { headers: headers({ origin: 'https://evil.example' }) }],
    ['a foreign origin that commands', 403, API, posting(STOP, { origin: 'https://evil.example' })],
    ['another port of this machine', 403, API, posting(STOP, { origin: 'http://127.0.0.1:80' })],
    ['an origin that is not said', 403, API, posting(STOP, { origin: undefined })],
    ['a page without an origin', 403, API, posting(STOP, { origin: 'null' })],
    ['a script of another site', 403, '/api/status', { headers: headers({ 'sec-fetch-site': 'cross-site' }) }],
    ['no token', 401, '/api/status', { headers: headers({ authorization: undefined }) }],
    ['no token with a command', 401, API, posting(STOP, { authorization: undefined })],
    ['the token of another start', 401, '/api/status', { headers: headers({ authorization: 'Bearer other' }) }],
    ['the token in the address', 401, `/api/status?token=${TOKEN}`, { headers: headers({ authorization: undefined }) }],
    ['a token of another kind', 400, '/api/status', { headers: headers({ authorization: `Basic ${TOKEN}` }) }],
    ['a body that is too long', 413, API, posting({ ...STOP, why: 'x'.repeat(20_000) })],
    ['a form', 400, API, posting('words=stop', { 'content-type': 'application/x-www-form-urlencoded' })],
    ['what is not JSON', 400, API, posting('{')],
    ['more than a command', 400, API, posting({ ...STOP, by: 'someone else' })],
    ['words that are none', 400, API, posting({ words: [{}], why: 'x' })],
    ['an approval', 409, API, posting({ words: ['drain', 'approve', ID], why: 'x' })],
    ['a file of this machine', 409, API, posting({ words: ['drain', 'submit', '/etc/passwd'], why: 'x' })],
    ['a command that empties a queue', 409, API, posting({ words: ['dlq', 'clear', 'orders'], why: 'x' })],
    [
      'an option that the page does not give',
      409,
      API,
      posting({ words: ['drain', 'start', ID, '--waive', 'notice'], why: 'x' }),
    ],
    ['another decider', 409, API, posting({ words: ['drain', 'stop', ID, '--by', 'x'], why: 'x' })],
    ['more than it takes', 409, API, posting({ words: ['drain', 'stop', ID, 'more'], why: 'x' })],
    ['a way out of the page', 404, '/../../package.json', { headers: headers() }],
    ['another method', 404, '/api/status', { ...posting({}), method: 'PUT' }],
  ])('%s: %i', async (_what, status, path, init) => {
    const answer = await got(path, init);
    expect(answer.status).toBe(status);
    expect(answer.sent).toEqual([]);
    expect(JSON.parse(answer.text)).toEqual({ error: expect.objectContaining({ message: expect.any(String) }) });
    expect(answer.text).not.toMatch(/evil|passwd|Bearer|waive/);
  });

  it('the same requests, as the page sends them, are answered', async () => {
    expect(
      await got('/', { headers: headers({ authorization: undefined, 'sec-fetch-site': 'cross-site' }) }),
    ).toMatchObject({ status: 200 });
    expect(await got('/', { headers: headers({ host: `localhost:${PORT}` }) })).toMatchObject({ status: 200 });
    expect(await got('/api/drains', { headers: headers() })).toMatchObject({ status: 200 });
    expect(await got(API, posting(STOP))).toMatchObject({ status: 200 });
  });

  it('no other site is allowed to read: what it asks first gets no word of that', async () => {
    const init = {
      method: 'OPTIONS',
      headers: headers({ origin: 'https://evil.example', 'access-control-request-method': 'POST' }),
    };
    const answer = await got(API, init);
    expect(answer.status).toBe(403);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('every answer', () => {
  it.each([
    ['the page', '/', headers(), 200],
    ['a document', '/api/drains', headers(), 200],
    ['a refusal of the guard', '/', headers({ host: 'evil.example' }), 421],
    ['a missing token', '/api/drains', headers({ authorization: undefined }), 401],
    ['an error', '/api/drains/none', headers(), 409],
    ['what there is not', '/nothing', headers(), 404],
  ])('%s: nothing of others, nothing inline, no frame, and kept nowhere', async (_what, path, sent, status) => {
    const { headers: own, status: is } = await got(path, { headers: sent });
    expect(is).toBe(status);
    expect(own.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(Object.fromEntries(own)).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });
});

describe('a page that only reads', () => {
  it.each([API, `${API}/intention`])('refuses each command: %s', async (path) => {
    const answer = await got(path, posting(STOP), { isReadOnly: true });
    expect(answer).toMatchObject({ status: 403, sent: [] });
    expect(answer.text).toContain('this page only reads');
  });

  it('reads', async () => {
    const response = await appOf(madeContext(WELL), { isReadOnly: true }).request('/api/status', {
      headers: headers(),
    });
    expect(await response.json()).toMatchObject({ stage: 'prod', complete: true, attention: [] });
  });
});

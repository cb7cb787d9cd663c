import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, type CommandName } from '../../../../src/cli/ui/command-names.ts';
import type { Stop } from '../../../../src/drain/run/stop.ts';
import { type Answers, madeContext, worldOf } from '../../../support/cli-context.ts';
import { controlItem, drainItem, madeHeld, planItem, requestItem } from '../../../support/cli-items.ts';
import { START } from '../../../support/world.ts';
import { answering, ID, madeDrain, madePlan, running, tryAt } from '../drain/given.ts';
import { appOf, headers, posting } from './given.ts';

const plan = madePlan();
const { digest } = plan;
const LINE = 'dxcon-line1';
const stop: Stop = { id: 'a', kind: 'person', atMs: START, by: 'jo', why: 'odd' };
const who = { by: 'jo', why: 'CHG-311' };
const WAITS = { state: 'waits', atMs: START, expired: 3, try: tryAt(START) } as const;
const SICK = { state: 'unhealthy', atMs: START, try: tryAt(START) } as const;

/** A command of each name, in a drain that may have it; and what the service is asked for it. */
const CASES: Record<CommandName, { words: string; drain?: Parameters<typeof running>[1]; asked: object }> = {
  'drain stop': { words: ID, asked: { action: 'stop', drainId: ID } },
  'drain resume': {
    words: `${ID} --stop a`,
    drain: { stops: [stop] },
    asked: { action: 'resume', drainId: ID, stops: ['a'] },
  },
  'drain promote': {
    words: `${ID} 1`,
    drain: { wave: { number: 1, doneAtMs: START } },
    asked: { action: 'promote', drainId: ID, rev: 1, wave: 1 },
  },
  'drain announce': { words: `${ID} --digest ${digest}`, asked: { action: 'announce', drainId: ID, digest } },
  'drain start': { words: `${ID} --digest ${digest}`, asked: { action: 'start', drainId: ID, digest } },
  'drain take': { words: ID, asked: { action: 'take', drainId: ID } },
  'drain retry': { words: `${ID} ${LINE}`, asked: { action: 'retry', drainId: ID, connectionId: LINE } },
  'drain set-aside': { words: `${ID} ${LINE}`, asked: { action: 'setAside', drainId: ID, connectionId: LINE } },
  'drain rollback': {
    words: `${ID} --line dxcon-line2`,
    drain: { stops: [stop] },
    asked: { action: 'rollback', drainId: ID, lines: ['dxcon-line2'] },
  },
  'drain complete': { words: ID, asked: { action: 'complete', drainId: ID } },
  'drain abort': { words: ID, asked: { action: 'abort', drainId: ID } },
  resolve: { words: 'orders/r1 retry', asked: { tenant: 'orders', requestId: 'r1', verdict: 'retry' } },
  pause: { words: '', asked: { action: 'pause' } },
  resume: { words: '', asked: { action: 'resume' } },
  cordon: { words: 'dxcon-old', asked: { action: 'cordon', parent: 'dxcon-old' } },
  uncordon: { words: 'dxcon-old', asked: { action: 'uncordon', parent: 'dxcon-old' } },
  unfreeze: { words: 'tonight', asked: { action: 'unfreeze', name: 'tonight' } },
  'parent close': { words: 'dxcon-old', asked: { action: 'closeParent', parent: 'dxcon-old' } },
  'parent open': { words: 'dxcon-old', asked: { action: 'openParent', parent: 'dxcon-old' } },
  'group release': {
    words: `111122223333 ${LINE}`,
    asked: { action: 'release', ownerAccount: '111122223333', connectionId: LINE },
  },
};

const STANDING = {
  paused: false,
  lastChange: null,
  circuits: [],
  cordons: [],
  freezes: [],
  closedParents: [],
  changed: true,
};

function world(name: CommandName, fails?: Error) {
  const drain = running(plan, CASES[name].drain, { [LINE]: WAITS, 'dxcon-line2': SICK });
  const { Invoke, asked } = answering(plan, { ...STANDING, noCallAfter: '2026-12-24T19:00:02Z' });
  const refuse = () => Promise.reject(fails);
  const context = madeContext({
    ...worldOf(drainItem(drain), planItem(plan), requestItem(madeHeld()), controlItem({})),
    ...{ Invoke: (fails ? refuse : Invoke) as Answers[string] },
    ...{ GetItem: () => ({ Item: requestItem(madeHeld()) }), GetFunctionConfiguration: () => ({}) },
    ...{
      DescribeInterconnects: () => ({ interconnects: [{ interconnectId: 'dxcon-old' }] }),
      DescribeLags: () => ({ lags: [] }),
    },
    DescribeHostedConnections: () => ({ connections: [] }),
  });
  return { app: appOf(context), asked, context };
}

const wordsOf = (name: CommandName) => [...name.split(' '), ...CASES[name].words.split(' ').filter(Boolean)];

describe.each(COMMAND_NAMES)('%s', (name) => {
  it('is carried out as dxm does it, in the name of who has started the page', async () => {
    const { app, asked } = world(name);
    const response = await app.request('/api/commands', posting({ words: wordsOf(name), why: who.why }));
    const answer = (await response.json()) as { said: string[] };
    expect({ status: response.status, answer }).toMatchObject({ status: 200, answer: { said: expect.any(Array) } });
    expect(answer.said.join('\n')).toMatch(/\w/);
    expect(asked.at(-1)?.command).toEqual({ ...CASES[name].asked, ...who });
  });

  it('says before what it would do, and does nothing', async () => {
    const { app, asked } = world(name);
    const response = await app.request('/api/commands/intention', posting({ words: wordsOf(name) }));
    expect(asked).toEqual([]);
    if (name === 'drain stop')
      expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('at once') } });
    else expect(await response.json()).toEqual({ does: expect.arrayContaining([expect.stringMatching(/\w/)]) });
  });

  it('is not allowed where AWS does not let these credentials', async () => {
    const { app } = world(
      name,
      Object.assign(new Error('not authorized to perform: lambda:InvokeFunction'), { name: 'AccessDeniedException' }),
    );
    const response = await app.request('/api/commands', posting({ words: wordsOf(name), why: 'x' }));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining('these credentials may not do that') },
    });
  });
});

it('what has been declined is said with all that stands in the way', async () => {
  const { Invoke } = answering(plan, {
    result: 'declined',
    why: 'it is not approved',
    because: [{ about: LINE, why: 'not announced', help: 'announce it' }],
  });
  const context = madeContext({
    ...worldOf(drainItem(madeDrain(plan)), planItem(plan)),
    Invoke: Invoke as Answers[string],
  });
  const response = await appOf(context).request('/api/commands', posting({ words: ['drain', 'start', ID], why: 'x' }));
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 409,
    body: {
      error: {
        message: 'declined: it is not approved',
        because: [`${LINE}: not announced; would help: announce it`],
        todo: `dxm drain status ${ID} says how far it is`,
      },
    },
  });
});

it('a resume lifts no stop that no one has seen', async () => {
  const { app, asked } = world('drain resume');
  const response = await app.request('/api/commands', posting({ words: ['drain', 'resume', ID], why: 'x' }));
  expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('no one has seen') } });
  expect(asked).toEqual([]);
});

describe('the session', () => {
  const rightsWith = async (Invoke: (input: { FunctionName: string; InvocationType: string }) => unknown) => {
    const context = madeContext({ Invoke: Invoke as Answers[string] });
    const response = await appOf(context).request('/api/session', { headers: headers() });
    expect(context.sent.map(({ input }) => input.InvocationType)).toEqual(['DryRun', 'DryRun', 'DryRun']);
    return await response.json();
  };

  it('says what these credentials may, and invokes nothing to find out', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    const answer = await rightsWith(({ FunctionName }) => {
      if (FunctionName.endsWith('-drain')) throw denied;
      return {};
    });
    expect(answer).toEqual({
      stage: 'prod',
      by: 'jo',
      isReadOnly: false,
      rights: { control: true, resolve: true, drain: false },
    });
  });

  it('says of nothing that it is forbidden because it could not be asked', async () => {
    const answer = await rightsWith(() => Promise.reject(new Error('socket hang up')));
    expect(answer).toMatchObject({ rights: { control: true, resolve: true, drain: true } });
  });
});

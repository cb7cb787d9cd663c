import { describe, expect, it } from 'vitest';
import { leftoversOf } from '../../../../src/cli/drain/leftovers.ts';
import { run as lines } from '../../../../src/cli/drain/run/lines.ts';
import { isAnswered, run as rehearse } from '../../../../src/cli/drain/run/rehearse.ts';
import { run as status } from '../../../../src/cli/drain/run/status.ts';
import { run as showPlan } from '../../../../src/cli/drain/show.ts';
import { run as show } from '../../../../src/cli/look/show.ts';
import { run as overview } from '../../../../src/cli/look/status.ts';
import { outcomeEvent } from '../../../../src/contract/event.ts';
import type { Drain } from '../../../../src/drain/run/drain.ts';
import type { LineState } from '../../../../src/drain/run/line.ts';
import { DRAINS_TENANT } from '../../../../src/migration/model/drains-tenant.ts';
import { HARMLESS, HOSTILE, madeContext, proseOf, shownBy, WELL, worldOf } from '../../../support/cli-context.ts';
import { connectionItem, drainItem, madeHeld, madeRequest, planItem, requestItem } from '../../../support/cli-items.ts';
import { MINUTE, START } from '../../../support/world.ts';
import { answering, ID, madeDrain, madePlan, running, tryAt, withDrain } from './given.ts';

const plan = madePlan();
const stops = [{ id: 'a', kind: 'person' as const, atMs: START, by: 'jo', why: HOSTILE }];
const sick = { 'dxcon-line2': { state: 'unhealthy' as const, cause: HOSTILE, atMs: START, try: tryAt(START) } };

describe('drain status', () => {
  it('lists what has not ended, with what each needs, and says where there is none', async () => {
    const context = withDrain(plan, running(plan, { stops }));
    expect(await status(context, undefined)).toBe(3);
    expect(context.lines[1]).toMatch(new RegExp(`^${ID} +STOPPED, wave 1 of 3 +dxcon-old +8: 8 planned$`));
    expect(shownBy(context)).toContain(`dxm drain resume ${ID} --why "…"`);
    expect(shownBy(context)).toContain(HARMLESS);
    expect(context.lines.filter((line) => line.length > 80)).toEqual([]);
    const none = madeContext(WELL);
    expect(await status(none, undefined)).toBe(0);
    expect(shownBy(none)).toContain('There is no drain that has not ended.');
  });

  it('shows one that has ended, with all of its history', async () => {
    const history = Array.from({ length: 9 }, (_, at) => ({ what: `entry ${at}`, atMs: START, by: 'jo', why: 'x' }));
    const context = withDrain(plan, running(plan, { phase: 'COMPLETED', history }));
    expect(await status(context, ID)).toBe(0);
    expect(shownBy(context)).toContain('entry 0');
    expect(shownBy(context)).toContain('Next: dxm parent safe-to-delete dxcon-old');
  });

  it('is a document for programs', async () => {
    const context = withDrain(plan, running(plan), {}, { isJson: true });
    await status(context, undefined);
    expect(JSON.parse(shownBy(context))).toMatchObject({
      drains: [{ drainId: ID, state: 'RUNNING', source: 'dxcon-old' }],
    });
  });
});

describe('drain lines', () => {
  it('lists them as they are released, only those that are asked for, in 80 columns', async () => {
    const drain = running(plan, {}, sick);
    const ids = async (wanted: { state?: LineState[]; wave?: string }) => {
      const context = withDrain(plan, drain, {}, { isJson: true });
      await lines(context, ID, { state: [], ...wanted });
      return JSON.parse(shownBy(context)).lines.map(({ connectionId }: { connectionId: string }) => connectionId);
    };
    expect(await ids({})).toEqual(plan.waves.flatMap((wave) => wave.lines));
    expect(await ids({ state: ['unhealthy'] })).toEqual(['dxcon-line2']);
    expect(await ids({ state: ['held', 'unhealthy'] })).toEqual(['dxcon-line2']);
    expect(await ids({ wave: '1' })).toEqual(plan.waves[0]?.lines);
    const shown = withDrain(plan, drain);
    await lines(shown, ID, { state: [] });
    expect(shown.lines).toHaveLength(9);
    expect(shown.lines.filter((line) => line.length > 80)).toEqual([]);
    expect(shownBy(shown)).not.toContain('\u001b');
    await expect(lines(shown, ID, { state: [], wave: 'two' })).rejects.toMatchObject({ status: 2 });
  });
});

describe('dxm status', () => {
  async function shown(drain: Drain) {
    const context = withDrain(plan, drain);
    return { status: await overview(context), text: proseOf(context) };
  }

  it('has a drain that runs, with the command to watch it', async () => {
    const { status: exit, text } = await shown(running(plan));
    expect(exit).toBe(0);
    expect(text).toContain(`${ID} RUNNING, wave 1; lines 8: 8 planned: dxm drain watch ${ID}`);
  });

  it.each([
    ['is stopped', running(plan, { stops }), `the drain ${ID} is stopped: ${HARMLESS}`, `dxm drain status ${ID}`],
    [
      'has a line that needs a person',
      running(plan, { stops }, sick),
      'is stopped: 1 line needs a person',
      'dxm drain status',
    ],
    [
      'ends with such a line',
      running(plan, { phase: 'ENDING' }, sick),
      'which is ENDING, needs a person',
      'dxm drain status',
    ],
    [
      'is at its gate',
      running(plan, { wave: { number: 1, doneAtMs: START - 2 * MINUTE } }),
      'the next one waits',
      'dxm drain promote',
    ],
    [
      'is not approved, and its window is near',
      { ...running(plan), phase: 'PLANNED' as const, rev: 2 },
      'is not approved',
      'dxm drain approve',
    ],
  ])('says that one needs a person that %s', async (_name, drain, what, command) => {
    const { status: exit, text } = await shown(drain);
    expect(exit).toBe(3);
    expect(text).toContain(what);
    expect(text).toContain(command);
  });

  it('needs no one for a draft whose window is far, and for a wave that has just ended', async () => {
    expect((await shown(madeDrain(plan))).status).toBe(0);
    expect((await shown(running(plan, { wave: { number: 1, doneAtMs: START - 1 } }))).status).toBe(0);
  });
});

describe('dxm show', () => {
  const DAY = { minutes: 1440 };

  it('of a line says which drain has it, and how far that is', async () => {
    const line = connectionItem('dxcon-line2', {});
    const items = [line, drainItem(running(plan, {}, sick)), planItem(plan)];
    const context = madeContext(worldOf(...items));
    await show(context, 'dxcon-line2', DAY);
    expect(proseOf(context)).toContain(`drain ${ID}, RUNNING: it is not well (${HARMLESS}): dxm drain status ${ID}`);
    const other = madeContext(worldOf(connectionItem('dxcon-other', {}), ...items.slice(1)));
    await show(other, 'dxcon-other', DAY);
    expect(shownBy(other)).not.toContain(ID);
  });

  it('takes a request of a drain, with its tenant or without', async () => {
    const requestId = `${ID}.dxcon-line2.1`;
    const held = { ...madeHeld({ requestId }), tenant: DRAINS_TENANT };
    for (const name of [`${DRAINS_TENANT}/${requestId}`, requestId]) {
      const context = madeContext(worldOf(requestItem(held)));
      expect(await show(context, name, DAY)).toBe(3);
      expect(shownBy(context)).toContain(`dxm resolve ${DRAINS_TENANT}/${requestId}`);
    }
  });
});

describe('the leftovers of a drain', () => {
  it('are its lines, and what its plan left that no one wanted to stay', async () => {
    const ended = withDrain(plan, running(plan, { phase: 'EXPIRED' }, sick));
    const { drainId, connectionIds } = await leftoversOf(ended, ID);
    expect(drainId).toBe(ID);
    expect(connectionIds).toEqual(plan.lines.map(({ connectionId }) => connectionId));
  });

  it('are not known before it has ended', async () => {
    await expect(leftoversOf(withDrain(plan, running(plan)), ID)).rejects.toMatchObject({ where: '--leftovers-of' });
  });
});

it('drain show takes the id of a drain, where there is no file of that name', async () => {
  const context = withDrain(plan, running(plan));
  await showPlan(context, ID, {});
  expect(shownBy(context)).toContain(`digest ${plan.digest}`);
  await expect(showPlan(context, 'none.json', {})).rejects.toMatchObject({ status: 2 });
});

describe('rehearse', () => {
  const id = (line: string) => `${ID}.${line}.r3`;
  const drain = madeDrain(plan, { rehearsal: { rev: 1, number: 3, sent: 8, atMs: START, by: 'jo', why: 'x' } });

  function answered(line: string, state: 'PLANNED' | 'REJECTED') {
    const item = madeRequest({ requestId: id(line), connectionId: line, dryRun: true }, { state });
    const { dueAtMs: _, ...final } = { ...item, tenant: DRAINS_TENANT };
    const at = new Date(START).toISOString();
    const { request: asked } = item;
    const reason = { code: 'VLAN_CONFLICT' as const, message: HOSTILE, awsError: null };
    const event = outcomeEvent(
      { eventId: line, occurredAt: at, serviceVersion: '1', correlationId: 'c', causationId: 'm' },
      {
        ...{ outcome: state, tenant: DRAINS_TENANT, request: asked, previousParentConnectionId: null },
        ...{
          parentConnectionId: null,
          connection: null,
          attempts: 0,
          startedAt: null,
          finishedAt: null,
          awsRequestId: null,
        },
        reason,
      } as never,
    );
    return requestItem({ ...final, event, publishedEventId: event.eventId });
  }

  const items = (refused: string[]) =>
    plan.lines.map(({ connectionId }) =>
      answered(connectionId, refused.includes(connectionId) ? 'REJECTED' : 'PLANNED'),
    );

  function context(refused: string[], options = {}) {
    const { Invoke, asked } = answering(plan);
    const answers = worldOf(drainItem(drain), planItem(plan), ...items(refused));
    return { asked, context: madeContext({ ...answers, Invoke: Invoke as never }, options) };
  }

  it('shows what would be refused in the order of the plan, and why', async () => {
    const order = plan.waves.flatMap((wave) => wave.lines);
    const refused = [order[5], order[1]].map(String);
    const { context: made, asked } = context(refused);
    expect(await rehearse(made, ID, { by: 'jo', why: 'before', yes: true })).toBe(3);
    expect(asked.map(({ command }) => command)).toEqual([{ action: 'rehearse', drainId: ID, by: 'jo', why: 'before' }]);
    expect(made.lines.filter((line) => line.includes('VLAN_CONFLICT'))).toEqual([
      `${order[1]} VLAN_CONFLICT`,
      `${order[5]} VLAN_CONFLICT`,
    ]);
    expect(shownBy(made)).toContain('\\u{202e}');
    expect(made.lines.at(-1)).toBe('2 lines of 8 would be refused now.');
  });

  it('only looks with --watch, and ends well where all could be moved', async () => {
    const { context: made, asked } = context([], { isJson: true });
    expect(await rehearse(made, ID, { by: 'jo', watch: true })).toBe(0);
    expect(asked).toEqual([]);
    expect(JSON.parse(shownBy(made))).toMatchObject({
      rehearsal: 3,
      lines: plan.lines.map(() => ({ answer: 'fine' })),
    });
  });

  it('wants a reason to send anything, and a rehearsal to look at', async () => {
    await expect(rehearse(context([]).context, ID, { by: 'jo' })).rejects.toMatchObject({ status: 2, where: '--why' });
    const none = withDrain(plan, madeDrain(plan));
    await expect(rehearse(none, ID, { by: 'jo', watch: true })).rejects.toMatchObject({ status: 1 });
  });

  it('waits no longer than ten minutes for the next answer', () => {
    let now = START;
    const isOver = isAnswered(() => now);
    const line = { connectionId: 'a', from: 'b', to: 'c', wave: 1 };
    const one = [
      { ...line, answer: 'fine' as const },
      { ...line, answer: 'none' as const },
    ];
    const none = one.map((each) => ({ ...each, answer: 'none' as const }));
    expect(isOver(none)).toBe(false);
    now += 9 * MINUTE;
    expect(isOver(one)).toBe(false);
    now += 9 * MINUTE;
    expect(isOver(one)).toBe(false);
    now += 2 * MINUTE;
    expect(isOver(one)).toBe(true);
    expect(isAnswered(() => now)([{ ...line, answer: 'refused' }])).toBe(true);
  });
});

import { expect, it } from 'vitest';
import type { BusEntry, CarriedOut, DrainWire } from '../../../local/judge/drain/drain-wire.ts';
import { judgeDrain } from '../../../local/judge/drain/judge-drain.ts';
import { FROM, inventory, line, planOf, port, request } from '../drain/plan/given.ts';

const groups = ['dxcon-b', 'dxcon-c'].map((connectionId) => ({ connectionId, group: 'pair', exempt: false }));
const plan = planOf(
  inventory({
    ports: [port({ id: 'dxcon-old' }), port({ id: 'dxcon-new' })],
    lines: ['dxcon-a', 'dxcon-b', 'dxcon-c'].map((id, index) => line(id, { vlan: 100 + index })),
  }),
  request({ groups, limits: { maxMoving: 1 }, timing: { soakSeconds: 6 } }),
);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** When each is called for: one after the other has become well. */
const CALLED: Record<string, number> = { 'dxcon-a': FROM, 'dxcon-b': FROM + MINUTE, 'dxcon-c': FROM + 2 * MINUTE };
const text = (ms: number) => new Date(ms).toISOString();

interface Changed {
  called?: Record<string, number>;
  to?: string;
  digest?: string;
  toldAtMs?: number;
  looks?: number;
  commands?: CarriedOut[];
  withoutVerdict?: boolean;
  /** Of the canary; only one that is HEALTHY was ever seen well. */
  verdict?: string;
  vlan?: number;
  /** When each call was decided on, after it was made; undefined: at that time. */
  decidedMs?: number;
  withoutIntents?: true;
  /** The journal has each move so often. */
  moved?: number;
  /** Each line was called for once before, a second earlier, and the call was throttled. */
  throttled?: true;
  waived?: string[];
  /** The drain's last event. */
  last?: string;
}

const command = (action: string, by: string, at = FROM - MINUTE): CarriedOut => ({
  ...{ action, by, askedAtMs: at, answeredAtMs: at },
});
const PEOPLE = [command('submit', 'ada'), command('approve', 'bob')];

const SET_ASIDE = { ...command('setAside', 'ada', FROM + MINUTE / 2), connectionId: 'dxcon-a' };

/** Resumed before the second line is called for. */
const stoppedAt = (at: number) => [...PEOPLE, command('stop', 'ada', at), command('resume', 'ada', FROM + SECOND)];

/** An evening on which all goes well, but for what is changed. */
function evening(changed: Changed = {}): DrainWire {
  const { digest = plan.digest, toldAtMs = Date.parse(plan.notice.announceBy), looks = 3, vlan = 200 } = changed;
  const { decidedMs = 0, moved = 1, waived = [], last = 'Drain Completed' } = changed;
  const called = { ...CALLED, ...changed.called };
  const about = (type: string, at: number, data: object): BusEntry => ({
    ...{ source: 'dx-migrator.operations', detailType: type },
    detail: {
      metadata: { eventId: JSON.stringify([type, data]), occurredAt: text(at) },
      data: { drainId: plan.drainId, ...data },
    },
  });
  const { window } = plan;
  const lines = Object.entries(called).map(([connectionId, at]) => {
    const to = changed.to ?? 'dxcon-new';
    const requestId = `${plan.drainId}.${connectionId}.1`;
    const tenant = 'dx-migrator:drains';
    const data = {
      tenant,
      outcome: 'MIGRATED',
      awsRequestId: connectionId,
      startedAt: text(at),
      request: { requestId, connectionId },
    };
    const found = connectionId === 'dxcon-a' ? (changed.verdict ?? 'HEALTHY') : 'HEALTHY';
    const firstGoodAt = found === 'HEALTHY' ? text(at + 4 * SECOND) : null;
    const verdict = { tenant, requestId, verdict: found, looks, firstGoodAt };
    const call = {
      operation: 'AssociateHostedConnection',
      time: at,
      requestId: connectionId,
      parameters: { connectionId, parentConnectionId: to },
    };
    const intent = { requestId, connectionId, atMs: at + decidedMs };
    const [before, decidedBefore] = [{ ...call, time: at - SECOND, requestId: `${connectionId}-1` }, at - SECOND];
    return {
      calls: changed.throttled ? [before, call] : [call],
      intents: changed.throttled ? [{ ...intent, atMs: decidedBefore }, intent] : [intent],
      move: { requestId: connectionId, time: at, connectionId, from: 'dxcon-old', to },
      events: [
        about('Hosted Connection Maintenance Announced', toldAtMs, { connectionId, window }),
        {
          source: 'dx-migrator',
          detailType: 'x',
          detail: { metadata: { eventId: requestId, occurredAt: text(at) }, data },
        },
        ...(changed.withoutVerdict ? [] : [about('Hosted Connection Migration Verified', at + 10 * SECOND, verdict)]),
        about('Hosted Connection Maintenance Done', at + 11 * SECOND, { connectionId, window }),
      ],
    };
  });
  const drain = ['Drain Approved', 'Drain Started', last].map((type) => about(type, FROM - MINUTE, { digest, waived }));
  const hosted = [100, vlan].map((each) => ({ vlan: each, bandwidth: '500Mbps' }));
  const target = { id: 'dxcon-new', bandwidth: '10Gbps', liveLinks: null, hostedConnections: hosted };
  return {
    plan,
    commands: changed.commands ?? PEOPLE,
    journal: {
      calls: lines.flatMap(({ calls }) => Array.from({ length: moved }, () => calls).flat()),
      moves: lines.map(({ move }) => move),
    },
    intents: changed.withoutIntents ? [] : lines.flatMap(({ intents }) => intents),
    bus: [...drain, ...lines.flatMap(({ events }) => events)],
    after: { time: FROM, parents: [target] },
  } as never;
}

it('has no objection to an evening on which all goes well', () => {
  expect(judgeDrain(evening())).toEqual([]);
});

it.each<[what: string, changed: Changed]>([
  ['calls that were throttled before', { throttled: true, called: { 'dxcon-a': FROM + 2 * SECOND } }],
  ['customers who are told too late, by a person’s word', { toldAtMs: FROM, waived: ['notice'] }],
  ['a line that stays down, and is set aside', { verdict: 'UNHEALTHY', commands: [...PEOPLE, SET_ASIDE] }],
  ['a drain that stands, and says why', { last: 'Drain Stopped' }],
  [
    'a call that was on its way when a stop was answered',
    { commands: stoppedAt(FROM - SECOND / 2), decidedMs: -SECOND },
  ],
])('has no objection to %s', (_what, changed) => {
  expect(judgeDrain(evening(changed))).toEqual([]);
});

it.each<[rule: string, what: string, changed: Changed]>([
  ['D1', 'a move to where no plan has it', { to: 'dxcon-else' }],
  ['D1', 'a line that has moved twice', { moved: 2 }],
  ['I2', 'a call without an intent', { withoutIntents: true }],
  ['D2', 'a call after a stop', { commands: [...PEOPLE, command('stop', 'ada', FROM + SECOND)] }],
  ['D2', 'a call that was decided on after a stop', { commands: stoppedAt(FROM - SECOND / 2) }],
  ['D2', 'a call long after a stop', { commands: stoppedAt(FROM - 3 * SECOND), decidedMs: -4 * SECOND }],
  ['D3', 'two of a group at a time', { called: { 'dxcon-c': FROM + MINUTE + SECOND } }],
  ['D4', 'a wave before the canary is well', { called: { 'dxcon-b': FROM + 6 * SECOND } }],
  ['D5', 'more at a time than the plan allows', { called: { 'dxcon-c': FROM + MINUTE + SECOND } }],
  ['D7', 'a call before the window', { called: { 'dxcon-a': FROM - SECOND } }],
  ['D8', 'another plan than the approved one', { digest: 'sha256:0' }],
  ['D8', 'one person for both', { commands: [command('submit', 'ada'), command('approve', 'ada')] }],
  ['D9', 'customers who are told too late', { toldAtMs: FROM }],
  ['D10', 'a drain that neither ends nor says why', { last: 'Drain Resumed' }],
  ['D10', 'a line that stays down, and no one has set aside', { verdict: 'UNHEALTHY' }],
  ['D10', 'a line that was set aside without a verdict', { withoutVerdict: true, commands: [...PEOPLE, SET_ASIDE] }],
  ['D10', 'a move without a verdict', { withoutVerdict: true }],
  ['D11', 'a VLAN twice on a target', { vlan: 100 }],
  ['D15', 'well after two looks', { looks: 2 }],
])('objects, by %s, to %s', (rule, _what, changed) => {
  expect(judgeDrain(evening(changed)).map((objection) => objection.split(':')[0])).toContain(rule);
});

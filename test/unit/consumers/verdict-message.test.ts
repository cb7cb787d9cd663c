import { FAILINGS, VERDICTS } from 'dx-migrator/operations';
import { describe, expect, it } from 'vitest';
import { composeVerdict } from '../../../examples/consumers/notification/verdict-message.ts';
import { at, NEW, OLD } from './event-factory.ts';
import { verdictOf } from './verdict-factory.ts';

type Fields = Parameters<typeof verdictOf>[0];

const compose = (fields: Fields, wasReported = false) => composeVerdict(verdictOf(fields), wasReported);
const lineOf = (text: string, label: string) => text.split('\n').find((line) => line.startsWith(`${label}: `));

const ORDERS = { role: 'orderSystem', tenant: 'orders' };
const OPERATORS = { role: 'operators' };

/** A look at 01:02 in the night. */
const LOOK = '2026-11-24T01:02:03.456Z';

describe('a message about a moved line', () => {
  it('tells people that it is on its new port and available, when it was seen so, and what no one saw', () => {
    const message = compose({
      verdict: 'HEALTHY',
      data: { observedAt: LOOK },
      metadata: { correlationId: 'change-1' },
    });

    expect(message).toMatchObject({ eventId: 'r1-HEALTHY', verdict: 'HEALTHY', for: [ORDERS] });
    expect(message.subject).toBe('On its new port and available, as seen at 01:02 UTC: dxcon-line1 "alder-core"');
    expect(message.text.split('\n')).toEqual([
      `What happened: Direct Connect showed it on ${NEW}, available, at each look from ${at(60_000)} to ${LOOK}.`,
      `Moved: from ${OLD}, recorded at ${at(2_000)}`,
      `Good since: ${at(60_000)} at the latest, perhaps up to 58 s before`,
      'Not seen: whether routes and traffic flow (BGP): a partner cannot see it',
      'Connection: dxcon-line1 "alder-core"',
      'Order: request r1, correlation id "change-1"',
      'Expected of the order system: Nothing.',
    ]);
  });

  // HEALTHY says: no worse than before. A line that was down before is not available for that.
  it.each([
    ['is down as it was before', 'down', 'down', 'still down'],
    ['came up with the move', 'down', 'available', 'available'],
    ['is in another state', 'down', 'pending', 'pending, before down'],
    ['has no state', 'available', undefined, 'in a state that Direct Connect did not say'],
    ['had no state', undefined, 'pending', 'pending, before not known'],
  ])('calls none available that %s', (_what, before, after, state) => {
    const { subject, text } = compose({
      verdict: 'HEALTHY',
      before: { connectionState: before },
      after: { connectionState: after },
    });
    expect(subject).toContain(`On its new port and ${state}, as seen at `);
    expect(lineOf(text, 'What happened')).toContain(`on ${NEW}, ${state}, at each look`);
  });

  it('tells people that it is not back yet, and what is wrong', () => {
    const message = compose({
      verdict: 'UNHEALTHY',
      after: { connectionState: 'down' },
      data: { failings: ['STATE'], observedAt: LOOK },
    });
    expect(message.subject).toBe('Not back yet, as seen at 01:02 UTC: dxcon-line1 "alder-core"');
    expect(message.for).toEqual([OPERATORS, ORDERS]);
    expect(lineOf(message.text, 'Not as it should be')).toBe('Not as it should be: its state: down, before available');
    expect(message.text).toContain('It may still recover.');
  });

  it.each([
    [['VLAN'], { vlan: 102 }, 'another VLAN: 102, before 101'],
    [
      ['BANDWIDTH', 'OWNER'],
      { bandwidth: '500Mbps' },
      'another bandwidth: 500Mbps, before 1Gbps; another owner account',
    ],
    [['VLAN'], { vlan: 101 }, 'another VLAN'],
    [['JUMBO_FRAMES', 'MACSEC', 'REDUNDANCY'], {}, 'no jumbo frames any more; no MACsec any more; no logical'],
  ])('does not call a line away that was seen in its place, with %s', (failings, after, words) => {
    const { subject, text } = compose({ verdict: 'UNHEALTHY', after, data: { failings } });
    expect(subject).toMatch(/^On its new port, but not as before, as seen at /);
    expect(lineOf(text, 'Not as it should be')).toContain(words);
  });

  it.each(['NOT_ON_TARGET', 'ON_SOURCE', 'STATE', 'NOT_LOOKED_AT'])('does not call one back with %s', (failing) => {
    const { subject } = compose({ verdict: 'UNHEALTHY', data: { failings: ['VLAN', failing] } });
    expect(subject).toMatch(/^Not back yet, /);
  });

  it('does not call one back that was seen nowhere', () => {
    const { subject } = compose({ verdict: 'UNHEALTHY', after: null, data: { failings: ['VLAN'] } });
    expect(subject).toMatch(/^Not back yet, /);
  });

  it('says of one that could not be looked at no more than that', () => {
    const {
      subject,
      text,
      for: recipients,
    } = compose({
      verdict: 'UNKNOWN',
      data: { failings: ['NOT_LOOKED_AT'], observedAt: null, lastBadAt: null, looks: 0 },
    });
    expect(subject).toBe('Not known whether it is back: dxcon-line1 "alder-core"');
    expect(lineOf(text, 'What happened')).toContain('could not be found out in time. No look was possible.');
    expect(recipients).toEqual([OPERATORS, ORDERS]);
  });

  it.each([
    ['OVERTAKEN', 'Moved on by a later request: dxcon-line1 "alder-core"', [ORDERS]],
    ['GONE', 'On no port, as seen at 01:02 UTC: dxcon-line1 "alder-core"', [OPERATORS, ORDERS]],
    [
      'MOVED_AWAY',
      'On another port, and no request moved it there, as seen at 01:02 UTC: dxcon-line1 "alder-core"',
      [OPERATORS, ORDERS],
    ],
  ] as const)('of %s goes to those who have to do something', (verdict, subject, recipients) => {
    const message = compose({ verdict, data: { observedAt: LOOK } });
    expect(message.subject).toBe(subject);
    expect(message.for).toEqual(recipients);
  });

  it('tells the operators when what was reported to them is over', () => {
    const [healthy, overtaken] = [compose({ verdict: 'HEALTHY' }, true), compose({ verdict: 'OVERTAKEN' }, true)];
    for (const message of [healthy, overtaken]) {
      expect(message.for).toContainEqual(OPERATORS);
      expect(lineOf(message.text, 'Expected of the operators')).toContain('Nothing more about this move');
    }
    expect(compose({ verdict: 'GONE' }, true).text).not.toContain('Nothing more');
  });

  it('is whole, whatever is missing, and one line a fact, whatever names say', () => {
    for (const verdict of VERDICTS) {
      const message = compose({
        verdict,
        before: { connectionState: undefined, vlan: undefined, bandwidth: undefined, connectionName: 'a\n"b\u202E' },
        after: { connectionState: undefined, connectionName: 'a\n"b\u202E' },
        data: { failings: [...FAILINGS], observedAt: null, firstGoodAt: null, resolutionSeconds: null },
      });
      expect(message.subject, verdict).toMatch(/^[^:]+: dxcon-line1 "a 'b"$/);
      expect(message.text).toMatch(/^What happened: .*\n(.*\n)*Expected of the (operators|order system): .*$/m);
      expect(message.text).not.toMatch(/undefined|null|NaN|\[object|\u202E/);
      for (const line of message.text.split('\n')) expect(line).toMatch(/^[A-Z][a-z ]+: ./);
    }
  });
});

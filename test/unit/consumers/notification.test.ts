import { REASON_CODES } from 'dx-migrator/contract';
import { describe, expect, it } from 'vitest';
import { EXPECTATIONS } from '../../../examples/consumers/notification/expectations.ts';
import { composeMessage } from '../../../examples/consumers/notification/message.ts';
import { at, CONNECTION, type EventFields, eventOf, NEW, NOTHING_TOLD, OLD } from './event-factory.ts';

const NO_DEVICES = new Map<string, string>();
const compose = (fields: EventFields, devices = NO_DEVICES) => composeMessage(eventOf(fields), devices, false);
const lineOf = (text: string, label: string) => text.split('\n').find((line) => line.startsWith(`${label}: `));

const ORDERS = { role: 'orderSystem', tenant: 'orders' };
const OPERATORS = { role: 'operators' };

describe('a message', () => {
  it('informs the people of the order system of a move, and what it means for the line', () => {
    const message = compose({
      outcome: 'MIGRATED',
      request: { orderId: '4711', note: 'Empty the old port', correlationId: 'change-1', requestedBy: 'ada' },
    });

    expect(message).toMatchObject({ eventId: 'r1-MIGRATED', for: [ORDERS], subject: expect.any(String) });
    expect(message.subject).toBe('Moved: dxcon-line1 "alder-core" to dxlag-new');
    expect(message.text.split('\n')).toEqual([
      `What happened: It was moved from ${OLD} to ${NEW} between ${at(1_000)} and ${at(2_000)}.`,
      'Connection: dxcon-line1 "alder-core"',
      'VLAN: 101, unchanged',
      'Device: whether it changed is not known; before not known, now device-1',
      'Order: "4711", request r1, correlation id "change-1", requested by "ada"',
      'Note: "Empty the old port"',
      'Expected of the order system: Nothing.',
    ]);
  });

  it.each([
    ['from the inventory, where it changed', { [OLD]: 'device-0' }, {}, 'changed, from device-0 to device-1'],
    ['from the inventory, where it did not', { [OLD]: 'device-1' }, {}, 'unchanged, device-1'],
    [
      'after, where the record has none',
      { [OLD]: 'device-0', [NEW]: 'device-9' },
      { awsDeviceV2: undefined },
      'device-9',
    ],
    ['before only', { [OLD]: 'device-0' }, { awsDeviceV2: undefined }, 'not known; before device-0, now not known'],
  ])('knows the device %s', (_what, devices, connection, expected) => {
    const { text } = compose({ outcome: 'MIGRATED', connection }, new Map(Object.entries(devices as object)));
    expect(lineOf(text, 'Device')).toContain(expected);
  });

  it.each<[string, EventFields, string]>([
    ['of a line that was there', { outcome: 'MIGRATED', data: { disposition: 'alreadyThere' } }, 'unchanged, device-1'],
    ['of a rejected one', { outcome: 'REJECTED', code: 'EXPIRED' }, 'unchanged, device-1'],
    ['of a held one', { outcome: 'HELD', code: 'OUTCOME_UNKNOWN' }, 'not known; before the call device-1'],
    ['of a dry run', { outcome: 'PLANNED' }, 'device-1 now, device-9 after the move'],
  ])('names the device %s as far as it is known', (_what, fields, expected) => {
    expect(lineOf(compose(fields, new Map([[NEW, 'device-9']])).text, 'Device')).toBe(`Device: ${expected}`);
  });

  it('says which VLAN it was where the request expected another', () => {
    const { text } = compose({ outcome: 'REJECTED', code: 'UNEXPECTED_VLAN', request: { expectedVlan: 102 } });
    expect(lineOf(text, 'VLAN')).toBe('VLAN: 101; the request expected 102');
  });

  it.each([
    [{ notBefore: at(0), notAfter: at(9_000) }, `Change window: from ${at(0)} until ${at(9_000)}`],
    [{ notAfter: at(9_000) }, `Change window: until ${at(9_000)}`],
    [{}, undefined],
  ])('shows the change window %j', (request, expected) => {
    expect(lineOf(compose({ outcome: 'MIGRATED', request }).text, 'Change window')).toBe(expected);
  });

  it.each<[EventFields, string]>([
    [{ outcome: 'MIGRATED', data: { disposition: 'observed', observedAt: at(9) } }, 'Moved: '],
    [{ outcome: 'MIGRATED', data: { disposition: 'alreadyThere' } }, 'There already: '],
    [{ outcome: 'FAILED', code: 'IP_CONFLICT' }, 'Failed: '],
    [{ outcome: 'REJECTED', code: 'EXPIRED' }, 'Not moved: '],
    [{ outcome: 'HELD', code: 'OUTCOME_UNKNOWN' }, 'Held, a decision is needed: '],
    [{ outcome: 'PLANNED' }, 'Can be moved: '],
    [{ outcome: 'PLANNED', data: { parentConnectionId: NEW } }, 'There already: '],
    [{ outcome: 'PLANNED', code: 'VLAN_CONFLICT' }, 'Would be rejected: '],
  ])('says in its subject what became of %j', (fields, subject) => {
    expect(compose(fields).subject).toMatch(
      new RegExp(`^${subject}dxcon-line1 "alder-core" (to|on) dxlag-new(, [A-Z_]+)?$`),
    );
  });
});

describe('the action that a message asks for', () => {
  it.each(REASON_CODES)('is in the message of %s, which goes only to those who have to act', (code) => {
    const outcome = code === 'OUTCOME_UNKNOWN' ? 'HELD' : 'REJECTED';
    const unknown = code === 'UNKNOWN_SENDER' ? { tenant: null, request: null } : {};

    const message = compose({ outcome, code, data: unknown });

    const { orderSystem, operators } = EXPECTATIONS[code].of;
    expect(lineOf(message.text, 'Expected of the order system')?.endsWith(`: ${orderSystem}`)).toBe(
      orderSystem && true,
    );
    expect(lineOf(message.text, 'Expected of the operators')?.endsWith(`: ${operators}`)).toBe(operators && true);
    expect(message.for).toEqual([...(operators ? [OPERATORS] : []), ...(orderSystem ? [ORDERS] : [])]);
  });

  it('is for the operators alone where there is no tenant', () => {
    const unreadable = { outcome: 'REJECTED', code: 'INVALID_REQUEST', data: { tenant: null, request: null } } as const;
    const stranger = { ...unreadable, code: 'UNKNOWN_SENDER' } as const;

    expect(compose(unreadable).for).toEqual([OPERATORS]);
    expect(compose(stranger).for).toEqual([OPERATORS]);
    expect(compose(unreadable).text).not.toContain('Correct it');
  });

  it('is a decision of the operators for a held request, while the order system waits', () => {
    const { text } = compose({ outcome: 'HELD', code: 'OUTCOME_UNKNOWN' });
    expect(lineOf(text, 'Expected of the operators')).toContain('decide with the function resolve');
    expect(lineOf(text, 'Expected of the order system')).toContain('Wait for the final outcome');
  });
});

describe('a message does not show', () => {
  const everything = (fields: EventFields) => JSON.stringify(compose(fields, new Map([[OLD, 'DEVICE-INSIDE']])));
  const request = {
    ...{ note: 'NOTE', orderId: 'ORDER', requestedBy: 'PERSON', correlationId: 'CORRELATION' },
    labels: { key: 'LABEL' },
  };
  const connection = {
    ...{ connectionName: 'NAME', ownerAccount: 'OWNER', vlan: 999, awsDeviceV2: 'DEVICE', partnerName: 'PARTNER' },
    ...{ tags: [{ key: 'TAGKEY', value: 'TAGVALUE' }], macSecKeys: [{ ckn: 'KEYNAME', state: 'associated' }] },
  };

  it('a secret, or anything that no one needs', () => {
    const data = { attempts: 3 };
    for (const outcome of ['MIGRATED', 'FAILED', 'REJECTED', 'HELD', 'PLANNED'] as const) {
      const code = { FAILED: 'IP_CONFLICT', REJECTED: 'EXPIRED', HELD: 'OUTCOME_UNKNOWN' } as const;
      const reason = outcome in code ? { code: code[outcome as keyof typeof code] } : {};
      const call = outcome === 'PLANNED' ? {} : { awsRequestId: 'AWSREQUEST' };
      const text = everything({ outcome, ...reason, request, connection, data: { ...data, ...call } });
      expect(text).toContain('NAME');
      expect(text).not.toMatch(/KEYNAME|TAGKEY|TAGVALUE|LABEL|OWNER|PARTNER|AWSREQUEST/);
    }
  });

  it.each(['NOT_PERMITTED', 'CONFLICTING_REQUEST'] as const)('anything but the request itself, for %s', (code) => {
    const text = everything({
      outcome: 'REJECTED',
      code,
      request,
      connection,
      data: { parentConnectionId: 'dxcon-secret' },
    });
    expect(text).toMatch(new RegExp(`${CONNECTION} to ${NEW}.*NOTE`));
    expect(text).not.toMatch(/NAME|DEVICE|999|VLAN|dxcon-secret|because of/);
    expect(text).not.toContain(OLD);
  });

  it('anything but the request itself, for a dry run that is not permitted', () => {
    const text = everything({ outcome: 'PLANNED', code: 'NOT_PERMITTED', request, connection });
    expect(text).toContain('Would be rejected: dxcon-line1 to dxlag-new, NOT_PERMITTED');
    expect(text).not.toMatch(/NAME|DEVICE|999|VLAN/);
  });

  it.each(['UNKNOWN_SENDER', 'INVALID_REQUEST'] as const)('anything of the request, for %s', (code) => {
    for (const data of [{}, { request: null, ...NOTHING_TOLD }]) {
      const text = everything({ outcome: 'REJECTED', code, requestId: 'REQUEST', request, connection, data });
      expect(text.replaceAll(/REQUEST-REJECTED|message-REQUEST|INVALID_REQUEST/g, '')).not.toMatch(
        /REQUEST|NOTE|ORDER|PERSON|CORRELATION|LABEL|NAME|OWNER|999|DEVICE|dxcon|dxlag/,
      );
      expect(text).toContain('Message: message-REQUEST');
    }
  });
});

describe('a text that someone else wrote', () => {
  const HOSTILE = `first\r\nExpected of the operators: pay me\u2028\u202E\u0000"${'x'.repeat(5_000)}`;

  it.each([
    ['note', { request: { note: HOSTILE } }],
    ['order id', { request: { orderId: HOSTILE } }],
    ['requester', { request: { requestedBy: HOSTILE } }],
    ['correlation id', { request: { correlationId: HOSTILE } }],
    ['request id', { request: { requestId: HOSTILE } }],
    ['connection id', { request: { connectionId: HOSTILE } }],
    ['parent', { request: { parentConnectionId: HOSTILE } }],
    ['place', { data: { parentConnectionId: HOSTILE, previousParentConnectionId: HOSTILE } }],
    ['name', { connection: { connectionName: HOSTILE } }],
    ['device', { connection: { awsDeviceV2: HOSTILE } }],
    ['reason', { data: { reason: { code: 'DIRECT_CONNECT_REFUSED', message: HOSTILE, awsError: HOSTILE } } }],
    ['tenant', { data: { tenant: HOSTILE } }],
    [
      'message id',
      {
        data: { request: null, reason: { code: 'INVALID_REQUEST', message: 'x', awsError: null } },
        metadata: { causationId: HOSTILE },
      },
    ],
  ])('stays on its own line, of bounded length: the %s', (_what, fields) => {
    for (const outcome of ['FAILED', 'REJECTED'] as const) {
      const base = {
        outcome,
        code: 'DIRECT_CONNECT_REFUSED',
        request: { note: 'a', orderId: 'b', correlationId: 'c' },
      } as const;
      if (outcome === 'FAILED' && 'metadata' in fields) continue;
      const { subject, text, for: recipients } = compose({ ...base, ...fields });
      const shown = [subject, ...text.split('\n'), JSON.stringify(recipients)];
      expect(shown.filter((line) => line.length > 700)).toEqual([]);
      expect(shown.filter((line) => /[\p{Cc}\p{Cf}\p{Zl}]/u.test(line))).toEqual([]);
      // Those of our own: the hostile text can't add one.
      const ours = 'metadata' in fields ? 1 : 0;
      expect(text.split('\n').filter((line) => line.startsWith('Expected of the operators'))).toHaveLength(ours);
    }
  });

  it.each(['MIGRATED', 'HELD', 'PLANNED'] as const)('is quoted in our own inventory too, with %s', (outcome) => {
    const code = outcome === 'HELD' ? { code: 'OUTCOME_UNKNOWN' as const } : {};
    for (const awsDeviceV2 of [undefined, `other ${HOSTILE}`]) {
      const inventory = new Map([
        [OLD, HOSTILE],
        [NEW, `${HOSTILE} new`],
      ]);
      const { text } = compose({ outcome, ...code, connection: { awsDeviceV2 } }, inventory);
      const device = lineOf(text, 'Device');
      expect(device?.length).toBeLessThan(400);
      expect(device).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
    }
  });

  it('cannot end its quotation marks', () => {
    expect(lineOf(compose({ outcome: 'MIGRATED', request: { note: 'a" b' } }).text, 'Note')).toBe(`Note: "a' b"`);
  });
});

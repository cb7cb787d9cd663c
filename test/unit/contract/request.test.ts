import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../src/contract/fingerprint.ts';
import { parseRequest } from '../../../src/contract/request.ts';
import type { MigrationRequest } from '../../../src/contract/request-schema.ts';
import { request, START } from '../../support/world.ts';

const parse = (fields: Record<string, unknown>, sentAtMs = START) =>
  parseRequest(JSON.stringify(request(fields)), sentAtMs);

function understood(fields: Record<string, unknown> = {}): MigrationRequest {
  const parsed = parse(fields);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.request;
}

function problem(body: string): string {
  const parsed = parseRequest(body, START);
  return parsed.ok ? 'none' : parsed.problem;
}

describe('a valid request', () => {
  it('is normalised: times in UTC, defaults filled in', () => {
    const fields = { requestedAt: '2026-11-23t13:00:00.123999+01:00', notBefore: '2026-11-24T00:00:00-02:30' };
    expect(understood(fields)).toEqual({
      ...request(),
      requestedAt: '2026-11-23T12:00:00.123999Z',
      notBefore: '2026-11-24T02:30:00.000Z',
      dryRun: false,
      correlationId: 'r1',
    });
  });

  it.each([
    [
      'every optional field',
      { expectedVlan: 4094, dryRun: true, correlationId: '', orderId: 'o', requestedBy: 'p', note: 'n' },
    ],
    ['the lowest VLAN', { expectedVlan: 1 }],
    ['a note at the limit, in characters', { note: '😀'.repeat(256) }],
    ['16 labels', { labels: Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`k${i}`, ''])) }],
    ['an expected parent equal to the parent', { expectedParentConnectionId: 'dxlag-new' }],
    ['requestedAt 5 minutes ahead', { requestedAt: new Date(START + 300_000).toISOString() }],
    ['a window of one instant', { notBefore: '2026-12-01T00:00:00Z', notAfter: '2026-12-01T01:00:00+01:00' }],
  ])('may have %s', (_name, fields) => {
    expect(parse(fields)).toMatchObject({ ok: true });
  });

  it('keeps labels whatever their keys are called', () => {
    const body = JSON.stringify(request()).replace('{', '{"labels":{"__proto__":"x","constructor":"y"},');
    const parsed = parseRequest(body, START);
    expect(parsed.ok && Object.entries(parsed.request.labels ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});

it('has a window rounded inwards to whole milliseconds, never a wider one', () => {
  const fields = { notBefore: '2026-12-01T00:00:00.0000001Z', notAfter: '2026-12-01T00:00:00.0019Z' };
  expect(understood(fields)).toMatchObject({
    notBefore: '2026-12-01T00:00:00.001Z',
    notAfter: '2026-12-01T00:00:00.001Z',
  });
});

describe('an invalid request', () => {
  it.each([
    ['schemaVersion', '2'],
    ['schemaVersion', 1],
    ['requestId', ''],
    ['requestId', 'a b'],
    ['requestId', 'a#b'],
    ['requestId', 'x'.repeat(129)],
    ['connectionId', 'dxlag-a1'],
    ['connectionId', 'DXCON-A1'],
    ['connectionId', 'dxcon-'],
    ['connectionId', 'xdxcon-a1'],
    ['connectionId', 'dxcon-a1*'],
    ['expectedParentConnectionId', 'dxvif-a1'],
    ['parentConnectionId', 'dxlag-A1'],
    ['parentConnectionId', 'xdxlag-a1'],
    ['parentConnectionId', 'dxlag-a1*'],
    ['parentConnectionId', null],
    ['requestedAt', '2026-11-23'],
    ['requestedAt', '2026-11-23T12:00:00'],
    ['requestedAt', '2026-11-23T12:05:00.001Z'],
    ['requestedAt', '2026-11-23T11:00:00.0000000001Z'],
    ['requestedAt', '2016-12-31T23:59:60Z'],
    ['requestedAt', 1_763_899_200],
    ['expectedVlan', 0],
    ['expectedVlan', 4095],
    ['expectedVlan', 1.5],
    ['expectedVlan', '101'],
    ['notBefore', '2026-02-30T00:00:00Z'],
    ['notAfter', 'tomorrow'],
    ['dryRun', 'true'],
    ['dryRun', null],
    ['correlationId', 'x'.repeat(129)],
    ['orderId', 'x'.repeat(257)],
    ['requestedBy', 'line\nbreak'],
    ['note', 'turned \u202E round'],
    ['note', 'half \uD83D'],
    ['note', '\u0085'],
    ['note', '\uFFFE'],
    ['labels', { a: '\uFFFF' }],
    ['labels', { 'a b': 'x' }],
    ['labels', { a: 1 }],
    ['labels', { a: 'x'.repeat(257) }],
    ['labels', { ['k'.repeat(65)]: '' }],
    ['labels', Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k${i}`, '']))],
    ['labels', ['a']],
    ['labels', 'ab'],
    ['labels', 7],
    ['labels', null],
  ])('%s: %j is rejected, with the field’s name', (field, value) => {
    const parsed = parse({ [field]: value });
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringMatching(new RegExp(`^${field}: must be`)) });
  });

  it.each([
    'schemaVersion',
    'requestId',
    'connectionId',
    'expectedParentConnectionId',
    'parentConnectionId',
    'requestedAt',
  ])('without %s is rejected', (field) => {
    expect(parse({ [field]: undefined })).toEqual({ ok: false, problem: `${field}: is missing` });
  });

  it.each([
    ['a field', '"notAfter":"2026-12-01T00:00:00Z","notAfter":"2026-12-02T00:00:00Z",'],
    ['a field, both alike', '"dryRun":true,"dryRun":true,'],
    ['a field, once in other letters', '"note":"a" , "n\\u006fte"\n:\t"b",'],
    ['a label', '"labels":{"site":"fra","site":"muc"},'],
    ['its labels', '"labels":{"site":"fra"},"labels":{},'],
  ])('that has %s twice is rejected', (_what, fields) => {
    const body = JSON.stringify(request()).replace('{', `{${fields}`);
    expect(problem(body)).toBe('the body has a field or a label twice');
  });

  it('does not have a field twice because of a text that resembles one', () => {
    const texts = { note: '"a":1,"a":2', orderId: 'b\\', requestedBy: '\\":"', labels: { note: '"note":' } };
    expect(understood(texts)).toMatchObject(texts);
  });

  it('whose window ends before it begins is rejected', () => {
    const fields = { notBefore: '2026-12-01T00:00:00Z', notAfter: '2026-11-30T23:59:59Z' };
    expect(parse(fields)).toEqual({
      ok: false,
      problem: 'notAfter: must not lie before notBefore, both taken to the whole milliseconds inside of the window',
    });
  });

  it.each([
    ['connectionId', 'must be a connection id, dxcon- and lower-case letters or digits'],
    [
      'parentConnectionId',
      'must be the id of an interconnect (dxcon-…) or LAG (dxlag-…), in lower-case letters or digits',
    ],
    ['requestId', 'must be 1 to 128 characters of A-Z a-z 0-9 . _ : -'],
    [
      'requestedAt',
      'must be an RFC 3339 time with an offset and at most 9 fraction digits, not in a leap second, such as 2026-11-23T09:30:00.123456Z',
    ],
    ['notAfter', 'must be an RFC 3339 time with an offset, such as 2026-11-23T09:30:00Z'],
    [
      'note',
      'must be a string of at most 256 characters, without control or bidirectional-override characters, U+FFFE and U+FFFF',
    ],
    [
      'labels',
      'must be an object of at most 16 entries, keys of 1 to 64 characters of A-Z a-z 0-9 . _ -, ' +
        'values strings of at most 256 characters without control or bidirectional-override characters, U+FFFE and U+FFFF',
    ],
  ])('by its %s gets an error that says what it must be', (field, expected) => {
    expect(parse({ [field]: '\n' })).toEqual({ ok: false, problem: `${field}: ${expected}` });
  });

  it('gets one error for a field that is wrong in two ways', () => {
    expect(problem(JSON.stringify(request({ expectedVlan: 5000.5 })))).toBe(
      'expectedVlan: must be an integer from 1 to 4094',
    );
  });

  it('gets an error that names everything that is wrong', () => {
    const text = problem(JSON.stringify(request({ expectedVlan: 0, dryRun: 1 })));
    expect(text).toBe('expectedVlan: must be an integer from 1 to 4094; dryRun: must be true or false');
  });

  it('is not one of exactly 32 KiB', () => {
    const body = JSON.stringify(request());
    expect(problem(body.padEnd(32_768))).toBe('none');
    expect(problem(body.padEnd(32_769))).toBe('the body has 32769 bytes; at most 32768 are taken');
  });

  it.each([
    ['not JSON', '{"requestId":', 'the body is not valid JSON'],
    ['empty', '', 'the body is not valid JSON'],
    ['a list', '[]', 'the body is not a JSON object'],
    ['null', 'null', 'the body is not a JSON object'],
    ['a text', '"x"', 'the body is not a JSON object'],
    ['over 32 KiB', `{"note":"${'é'.repeat(16_384)}"}`, 'the body has 32779 bytes; at most 32768 are taken'],
    ['deeply nested', '['.repeat(15_000), 'the body is not valid JSON'],
  ])('that is %s is rejected', (_name, body, expected) => {
    expect(problem(body)).toBe(expected);
  });

  it('with an unknown field is rejected without repeating it', () => {
    const text = problem(JSON.stringify(request({ notafter: '2026-12-01T00:00:00Z' })));
    expect(text).toMatch(/^the body has a field that is none of schemaVersion, .*notAfter/);
    expect(text).not.toContain('notafter');
    expect(problem(`{"__proto__":{},${JSON.stringify(request()).slice(1)}`)).toMatch(/^the body has a field/);
  });

  it('repeats nothing of the body, whatever it is', () => {
    const secret = 'S3CRET';
    const fields = Object.keys(request({ expectedVlan: 1, notBefore: 1, labels: 1, dryRun: 1, note: 1 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...fields, secret),
        fc.constantFrom(secret, { [secret]: secret }, [secret]),
        (field, value) => {
          expect(problem(JSON.stringify({ ...request(), [field]: value, [secret]: 1 }))).not.toContain(secret);
        },
      ),
    );
  });
});

describe('the fingerprint', () => {
  it('is the same for the same content, however it is written', () => {
    const fields = { labels: { a: '1', b: '2' }, requestedAt: '2026-11-23T12:00:00Z' };
    const same = [
      fields,
      { ...fields, labels: { b: '2', a: '1' } },
      { ...fields, requestedAt: '2026-11-23T13:00:00.0000+01:00' },
      { ...fields, dryRun: false },
      { ...fields, correlationId: 'r1' },
      { ...Object.fromEntries(Object.entries(request(fields)).reverse()) },
    ];
    expect(new Set(same.map((content) => fingerprintOf(understood(content)))).size).toBe(1);
  });

  it('is the same as in the first release, because resends arrive months later', () => {
    expect(fingerprintOf(understood())).toBe('ca69d546b218b7f6743f782d0ff9be417d01ce1f553be8ad29744ca1186147bd');
    expect(fingerprintOf(understood({ correlationId: 'c', labels: { b: '2', a: '1' } }))).toBe(
      '46bc3a1930e3808122f00900459ba5d9df4ab47c50174606f845d07f2063c674',
    );
  });

  it('treats empty labels as none', () => {
    expect(fingerprintOf(understood({ labels: {} }))).toBe(fingerprintOf(understood()));
  });

  it('differs for any other content', () => {
    const others = [
      {},
      { requestId: 'r2' },
      { connectionId: 'dxcon-x' },
      { expectedParentConnectionId: 'dxcon-x' },
      { parentConnectionId: 'dxcon-x' },
      { requestedAt: '2026-11-23T12:00:00.001Z' },
      { requestedAt: '2026-11-23T12:00:00.000001Z' },
      { expectedVlan: 101 },
      { notBefore: '2026-12-01T00:00:00Z' },
      { notAfter: '2026-12-01T00:00:00Z' },
      { dryRun: true },
      { correlationId: 'c' },
      { orderId: 'o' },
      { requestedBy: 'o' },
      { note: 'o' },
      { labels: { a: '1' } },
      { labels: { a: '2' } },
      { labels: { a: '1', b: '2' } },
    ];
    expect(new Set(others.map((fields) => fingerprintOf(understood(fields)))).size).toBe(others.length);
  });
});

import { describe, expect, it } from 'vitest';
import { parseRequestsFile } from '../../../local/demo/requests-file.ts';
import { request, START } from '../../support/world.ts';

const parse = (...lines: (string | object)[]) =>
  parseRequestsFile(
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    'file',
    START,
  );

describe('a requests file', () => {
  it('yields its requests with their line numbers, and skips comments and empty lines', () => {
    const lines = parse('# comment', '', request(), '  // comment', request({ requestId: 'r2' }), '');
    expect(lines).toEqual([
      { line: 3, body: JSON.stringify(request()) },
      { line: 5, body: JSON.stringify(request({ requestId: 'r2' })) },
    ]);
  });

  it.each([
    ['now', '2026-11-23T12:00:00.000Z'],
    ['now+6s', '2026-11-23T12:00:06.000Z'],
    ['now-2m', '2026-11-23T11:58:00.000Z'],
    ['now+1h', '2026-11-23T13:00:00.000Z'],
  ])('has %s stand for a time', (written, expected) => {
    const [line] = parse(request({ notBefore: written, note: written }));
    expect(JSON.parse(line?.body ?? '')).toMatchObject({ notBefore: expected, note: written });
  });

  it('sends the body of an envelope as it is, with another sender', () => {
    expect(parse({ body: 'no JSON' }, { body: { a: 1 }, sender: 'AIDAX' })).toEqual([
      { line: 1, body: 'no JSON' },
      { line: 2, body: '{"a":1}', sender: 'AIDAX' },
    ]);
  });

  it.each([
    ['{"requestId":', 'file:1: not JSON'],
    ['[]', 'file:1: must be a JSON object'],
    ['{"schemaVersion":"1"}', 'file:1: requestId: is missing'],
    [JSON.stringify(request({ notBefore: 'now+6d' })), 'file:1: notBefore: must be an RFC 3339 time'],
    ['{"body":""}', 'file:1: "body" must be'],
    ['{"body":[]}', 'file:1: "body" must be'],
    ['{"body":"x","sender":"a b"}', 'file:1: "sender" must be'],
    ['{"body":"x","from":"a"}', 'file:1: an envelope has "body" and "sender" only, not "from"'],
    ['# nothing', 'file: holds no request'],
  ])('with %j is rejected, and the line is named', (line, message) => {
    expect(() => parse(line)).toThrow(message);
  });

  it('names every line that is wrong', () => {
    expect(() => parse('x', request(), 'y')).toThrow(/file:1: .*\nfile:3: /);
  });
});

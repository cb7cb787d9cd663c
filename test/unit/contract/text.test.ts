import { describe, expect, it } from 'vitest';
import { toSqsJson } from '../../../src/contract/text.ts';

/** The text as it comes out of the JSON, from a field and from a list in it. */
function readBack(text: string): string[] {
  const { field, list } = JSON.parse(toSqsJson({ field: text, list: [text] }));
  return [field, ...list];
}

// By numbers, unlike the code: SendMessage, SQS API Reference, "MessageBody".
describe('the JSON of an event', () => {
  it.each([0x0, 0x8, 0xb, 0xc, 0xe, 0x1f, 0xd800, 0xdfff, 0xfffe, 0xffff])(
    'has U+FFFD in place of character %d',
    (code) => {
      const character = String.fromCharCode(code);
      expect(readBack(`a${character}b${character}`)).toEqual(['a\uFFFDb\uFFFD', 'a\uFFFDb\uFFFD']);
    },
  );

  it.each([0x9, 0xa, 0xd, 0x20, 0x7f, 0xd7ff, 0xe000, 0xfffd, 0x10000, 0x10ffff])('keeps character %d', (code) => {
    const text = `a${String.fromCodePoint(code)}b`;
    expect(readBack(text)).toEqual([text, text]);
  });

  it('keeps what is no text', () => {
    const detail = { attempts: 1, dryRun: false, request: null, labels: {} };
    expect(JSON.parse(toSqsJson(detail))).toStrictEqual(detail);
  });
});

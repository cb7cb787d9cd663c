import { describe, expect, it } from 'vitest';
import { cutRecord, cutText } from '../../../src/contract/cut-record.ts';

const listOf = <T>(count: number, entry: T): T[] => Array.from({ length: count }, () => entry);

describe('a text', () => {
  it.each([
    ['empty', '', ''],
    ['of 256 characters', 'x'.repeat(256), 'x'.repeat(256)],
    ['of 257 characters', 'x'.repeat(257), `${'x'.repeat(255)}…`],
    ['of 256 characters that take two UTF-16 units each', '😀'.repeat(256), '😀'.repeat(256)],
    ['of 257 such characters', '😀'.repeat(257), `${'😀'.repeat(255)}…`],
  ])('%s', (_what, text, expected) => {
    expect(cutText(text)).toBe(expected);
  });
});

describe('a record', () => {
  const LONG = 'x'.repeat(300);
  const CUT = `${'x'.repeat(255)}…`;

  it('that is short enough stays as it is', () => {
    const record = { connectionId: 'dxcon-a1', vlan: 101, macSecCapable: false, tags: [], macSecKeys: [] };
    expect(cutRecord(record)).toStrictEqual(record);
    expect(cutRecord({ connectionId: 'dxcon-a1' })).toStrictEqual({ connectionId: 'dxcon-a1' });
  });

  it('has its long texts cut, those of tags and keys too', () => {
    const record = {
      connectionName: LONG,
      region: 'eu-west-1',
      vlan: 101,
      tags: [{ key: LONG, value: 'short' }, { value: LONG }],
      macSecKeys: [{ ckn: LONG, state: 'associated' }],
    };
    expect(cutRecord(record)).toStrictEqual({
      connectionName: CUT,
      region: 'eu-west-1',
      vlan: 101,
      tags: [{ key: CUT, value: 'short' }, { value: CUT }],
      macSecKeys: [{ ckn: CUT, state: 'associated' }],
    });
  });

  // Each takes 16 bytes of the event, with the comma behind it.
  const tag = { key: '12345' };
  const key = { ckn: '漢12' };

  it('keeps as many tags as take 64 KiB, and says that there are more', () => {
    const fitting = listOf(4096, tag);
    expect(cutRecord({ tags: fitting })).toStrictEqual({ tags: fitting });
    expect(cutRecord({ tags: [...fitting, tag] })).toStrictEqual({ tags: [...fitting, { key: '…' }] });
    expect(cutRecord({ tags: listOf(9000, tag) })).toStrictEqual({ tags: [...fitting, { key: '…' }] });
  });

  it('keeps as many MACsec keys as take 8 KiB, and says that there are more', () => {
    const fitting = listOf(512, key);
    expect(cutRecord({ macSecKeys: fitting })).toStrictEqual({ macSecKeys: fitting });
    expect(cutRecord({ macSecKeys: [...fitting, key] })).toStrictEqual({ macSecKeys: [...fitting, { ckn: '…' }] });
  });
});

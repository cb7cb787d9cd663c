import type { ConnectionRecord } from './connection-record.ts';
import { toSqsJson } from './text.ts';

/*
 * What AWS sends has no documented bound, an event has one: so that every event stays under 128 KiB, whatever a request
 * says. The same record is always cut the same.
 */

/** In place of what was cut. */
const CUT = '…';

const MAX_TEXT = 256;
const MAX_TAGS_BYTES = 64 * 1024;
const MAX_KEYS_BYTES = 8 * 1024;

/**
 * The record with its long texts and lists cut, and `…` where they are.
 *
 * @param maxTagsBytes of JSON; an event with several records has less for each
 */
export function cutRecord(
  { tags, macSecKeys, ...rest }: ConnectionRecord,
  maxTagsBytes = MAX_TAGS_BYTES,
): ConnectionRecord {
  return {
    ...cutTexts(rest),
    ...(tags && { tags: cutList(tags.map(cutTexts), { key: CUT }, maxTagsBytes) }),
    ...(macSecKeys && { macSecKeys: cutList(macSecKeys.map(cutTexts), { ckn: CUT }, MAX_KEYS_BYTES) }),
  };
}

/** At most 256 characters of a text. */
export function cutText(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_TEXT ? text : characters.slice(0, MAX_TEXT - 1).join('') + CUT;
}

function cutTexts<T extends object>(object: T): T {
  const cut = Object.entries(object).map(([name, value]) => [name, typeof value === 'string' ? cutText(value) : value]);
  return Object.fromEntries(cut) as T;
}

/** As many entries as fit into so many bytes of an event, and `mark` behind them if there are more. */
function cutList<T extends object>(list: T[], mark: T, maxBytes: number): T[] {
  let bytes = 0;
  const fitting = list.findIndex((entry) => {
    bytes += Buffer.byteLength(toSqsJson(entry)) + 1;
    return bytes > maxBytes;
  });
  return fitting === -1 ? list : [...list.slice(0, fitting), mark];
}

import { describe, expect, it } from 'vitest';
import type { Listing } from '../../../../src/migration/ports/direct-connect.ts';
import { judge, judgeAstray } from '../../../../src/migration/verification/judge.ts';
import type { Verification } from '../../../../src/migration/verification/verification.ts';

const SETTINGS = { staleMs: 60_000, clockSkewMs: 5_000 };
const MOVED = 1_000_000;
/** The last moment that may still show what was before the move. */
const SHOWN = MOVED + 65_000;
const LINE = { connectionId: 'dxcon-line1', connectionState: 'available', vlan: 101 };
const OTHER = { connectionId: 'dxcon-line2', connectionState: 'available', vlan: 102 };
const VERIFICATION: Verification = {
  ...{ connectionId: 'dxcon-line1', source: 'dxcon-old', target: 'dxlag-new', movedAtMs: MOVED },
  ...{ looks: 0, goodLooks: 0, failings: [] },
};

type Listed = Record<string, Listing['lines']>;
function pictures(listed: Listed, times: Record<string, number> = {}): Map<string, Listing> {
  const entries = Object.entries(listed).map(
    ([parent, lines]) => [parent, { atMs: times[parent] ?? SHOWN + 1, lines }] as const,
  );
  return new Map(entries);
}

const look = (listed: Listed, times?: Record<string, number>) =>
  judge(VERIFICATION, LINE, pictures(listed, times), SETTINGS);
const GOOD = { 'dxcon-old': [OTHER], 'dxlag-new': [OTHER, LINE] };
const at = (fromMs: number, atMs = fromMs) => ({ fromMs, atMs });

describe('a look', () => {
  it('is good where the line is on its target alone, and no worse than before', () => {
    const seen = { parentConnectionId: 'dxlag-new', connection: LINE };
    expect(look(GOOD)).toEqual({ kind: 'good', seen, ...at(SHOWN + 1) });
    expect(look({ ...GOOD, 'dxcon-old': 'absent' }), 'its source deleted').toMatchObject({ kind: 'good' });
    expect(look(GOOD, { 'dxcon-old': SHOWN + 9 })).toEqual({ kind: 'good', seen, ...at(SHOWN + 1, SHOWN + 9) });
  });

  it.each(['dxcon-old', 'dxlag-new'])('counts only if the listing of %s shows what the move has done', (parent) => {
    expect(look(GOOD, { [parent]: SHOWN })).toBeUndefined();
    const { [parent as keyof typeof GOOD]: _, ...without } = GOOD;
    expect(look(without as Listed)).toBeUndefined();
  });

  it('does not count where Direct Connect does not know the state', () => {
    expect(look({ ...GOOD, 'dxlag-new': [{ ...LINE, connectionState: 'unknown' }] })).toBeUndefined();
  });

  it('names all that is not as it should be', () => {
    const changed = { ...LINE, connectionState: 'down', vlan: 7 };
    const seen = { parentConnectionId: 'dxlag-new', connection: changed };
    expect(look({ 'dxcon-old': [LINE], 'dxlag-new': [changed] })).toEqual({
      ...{ kind: 'bad', failings: ['ON_SOURCE', 'VLAN', 'STATE'], seen, ...at(SHOWN + 1) },
    });
    const back = { parentConnectionId: 'dxcon-old', connection: LINE };
    expect(look({ 'dxcon-old': [LINE], 'dxlag-new': [OTHER] })).toEqual({
      ...{ kind: 'bad', failings: ['NOT_ON_TARGET', 'ON_SOURCE'], seen: back, ...at(SHOWN + 1) },
    });
  });

  it('knows a line that is on neither, or deleted', () => {
    expect(look({ 'dxcon-old': [OTHER], 'dxlag-new': 'absent' })).toBe('astray');
    expect(look({ 'dxcon-old': [], 'dxlag-new': [{ ...LINE, connectionState: 'deleted' }] })).toBe('astray');
  });
});

describe('a look for a line that is on neither', () => {
  const NOWHERE = { 'dxcon-old': [], 'dxlag-new': [] };
  const search = (listed: Listed, times?: Record<string, number>) =>
    judgeAstray(VERIFICATION, ['dxlag-a', 'dxlag-b'], pictures({ ...NOWHERE, ...listed }, times), SETTINGS);

  it('finds it elsewhere, whatever else could not be listed', () => {
    const seen = { parentConnectionId: 'dxlag-b', connection: LINE };
    expect(search({ 'dxlag-b': [LINE] }, { 'dxlag-b': SHOWN + 7 })).toEqual({
      ...{ kind: 'elsewhere', seen, ...at(SHOWN + 7) },
    });
    expect(search({ 'dxlag-b': [LINE] }, { 'dxlag-b': SHOWN }), 'perhaps before the move').not.toMatchObject({
      kind: 'elsewhere',
    });
  });

  it('misses it only where all could be listed', () => {
    const listed = { 'dxlag-a': [OTHER], 'dxlag-b': 'absent' as const };
    expect(search(listed, { 'dxlag-a': SHOWN + 5 })).toEqual({ kind: 'missing', ...at(SHOWN + 1, SHOWN + 5) });
    const bad = { kind: 'bad', failings: ['NOT_ON_TARGET'], seen: null, ...at(SHOWN + 1) };
    expect(search({ 'dxlag-a': [OTHER] })).toEqual(bad);
    expect(search(listed, { 'dxlag-b': SHOWN })).toEqual(bad);
    expect(search({ ...listed, 'dxlag-a': [{ ...LINE, connectionState: 'deleted' }] })).toMatchObject({
      kind: 'missing',
    });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GuardKind, Guards } from '../../../src/migration/model/guards.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { START } from '../../support/world.ts';
import { LEDGERS, newName } from './ledgers.ts';
import { clear } from './model-world.ts';

let server: LedgerTable;
beforeAll(async () => {
  server = await startLedgerTable();
});
afterAll(() => server.close());

const DECISION = { atMs: START, by: 'ada', why: 'because' };
const CHANGE = { action: 'cordon', about: 'dxlag-a', ...DECISION };
const FREEZE = { fromMs: START, untilMs: START + 1, location: 'EqDC2', ...DECISION };

describe.each(LEDGERS)('guards in the ledger %s', (_name, create) => {
  let ledger: Ledger;

  beforeEach(async () => {
    await clear(server);
    ledger = create(server);
  });

  const guards = async (): Promise<Guards> => {
    const { cordons, freezes, closedParents } = await ledger.readControl();
    return JSON.parse(JSON.stringify({ cordons, freezes, closedParents }));
  };

  it.each<[GuardKind, object, object]>([
    ['cordons', { 'dxlag-a': DECISION }, { 'dxlag-a': DECISION, 'dxlag-b': DECISION }],
    ['freezes', { night: FREEZE }, { night: FREEZE, day: { ...FREEZE, stopsWayBack: true } }],
    ['closedParents', { 'dxlag-a': DECISION }, { 'dxlag-b': DECISION }],
  ])('%s are replaced only if they are as they were read, and are absent while there are none', async (kind, a, b) => {
    const [first, second] = [a, b] as Guards[GuardKind][];
    expect(await guards()).toEqual({});
    expect(await ledger.setGuards(kind, second, first)).toBe(false);
    expect(await ledger.setGuards(kind, undefined, first)).toBe(true);
    expect(await guards()).toEqual({ [kind]: first });
    expect(await ledger.setGuards(kind, undefined, second)).toBe(false);
    expect(await ledger.setGuards(kind, (await ledger.readControl())[kind], second)).toBe(true);
    expect(await ledger.setGuards(kind, first, undefined)).toBe(false);
    expect(await guards()).toEqual({ [kind]: second });
    expect(await ledger.setGuards(kind, second, undefined)).toBe(true);
    expect(await guards()).toEqual({});
  });

  it('a person’s change is kept with them, and by no one else’s lost', async () => {
    expect(await ledger.setGuards('cordons', undefined, { 'dxlag-a': DECISION }, CHANGE)).toBe(true);
    expect(await ledger.setGuards('closedParents', undefined, { 'dxlag-a': DECISION })).toBe(true);
    expect(await ledger.setPaused({ paused: true, ...DECISION })).toBe(true);
    expect(await ledger.readControl()).toMatchObject({ guardChange: CHANGE, cordons: { 'dxlag-a': DECISION } });
    expect(await ledger.setGuards('cordons', { 'dxlag-a': DECISION }, undefined, { ...CHANGE, by: 'bob' })).toBe(true);
    expect(await ledger.readControl()).toMatchObject({ guardChange: { by: 'bob' }, paused: true });
  });

  it('troubles of a parent are replaced only if they are as they were read, and forgotten once for all', async () => {
    const parent = newName('dxlag-t');
    const trouble = (line: number) => ({ connectionId: `dxcon-${line}`, ownerAccount: '111122223333', atMs: START });
    const nothing = await ledger.readTroubles(parent);
    expect(nothing).toEqual({ list: [] });
    expect(await ledger.setTroubles(parent, nothing, [trouble(1)])).toBe(true);
    expect(await ledger.setTroubles(parent, nothing, [trouble(2)])).toBe(false);
    const one = await ledger.readTroubles(parent);
    expect(one).toEqual({ list: [trouble(1)] });
    expect(await ledger.setTroubles(parent, one, [trouble(1), trouble(2)])).toBe(true);
    const two = await ledger.readTroubles(parent);

    expect(await ledger.forgetTroubles(parent, START)).toBe(true);
    expect(await ledger.forgetTroubles(parent, START)).toBe(false);

    expect(await ledger.setTroubles(parent, two, [trouble(3)])).toBe(false);
    expect(await ledger.setTroubles(parent, nothing, [trouble(3)])).toBe(false);
    const forgotten = await ledger.readTroubles(parent);
    expect(forgotten).toEqual({ list: [], forgottenUntilMs: START });
    expect(await ledger.setTroubles(parent, forgotten, [trouble(3)])).toBe(true);
    expect(await ledger.forgetTroubles(parent, START + 1)).toBe(true);
    expect(await ledger.readTroubles(parent)).toEqual({ list: [], forgottenUntilMs: START + 1 });
  });
});

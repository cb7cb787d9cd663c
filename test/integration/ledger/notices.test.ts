import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Notices, stillUntold, withCordonNotice } from '../../../src/migration/model/notices.ts';
import type { ControlItem } from '../../../src/migration/ports/control.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { NEW, OTHER, START } from '../../support/world.ts';
import { LEDGERS } from './ledgers.ts';
import { clear } from './model-world.ts';

let server: LedgerTable;
beforeAll(async () => {
  server = await startLedgerTable();
});
afterAll(() => server.close());

const DECISION = { atMs: START, by: 'ada', why: 'because' };
const CORDONS = { [NEW]: DECISION };
const both = (cordons: object) => ({ [OTHER]: DECISION, ...cordons });

function withCordon(notices: Notices | undefined, atMs: number): Notices {
  return withCordonNotice(notices, atMs, { parentConnectionId: NEW, cordoned: true, serviceVersion: '1' });
}

describe.each(LEDGERS)('notices in the ledger %s', (_name, create) => {
  let ledger: Ledger;

  beforeEach(async () => {
    await clear(server);
    ledger = create(server);
  });

  const told = async (): Promise<Pick<ControlItem, 'cordons' | 'notices'>> => {
    const { cordons, notices } = await ledger.readControl();
    return { ...(cordons && { cordons }), ...(notices && { notices }) };
  };

  it('are written with the cordons that they tell, only if both are as they were read', async () => {
    const first = withCordon(undefined, START);
    const second = withCordon(first, START + 1);
    const change = { action: 'cordon', about: NEW, ...DECISION };
    expect(await told()).toEqual({});
    const unknown = { read: first, next: second };
    expect(await ledger.setGuards('cordons', undefined, CORDONS, change, unknown)).toBe(false);
    expect(await ledger.setGuards('cordons', CORDONS, CORDONS, change, { read: undefined, next: first })).toBe(false);
    expect(await told()).toEqual({});
    expect((await ledger.readControl()).guardChange).toBeUndefined();
    expect(await ledger.setGuards('cordons', undefined, CORDONS, change, { read: undefined, next: first })).toBe(true);
    expect(await told()).toEqual({ cordons: CORDONS, notices: first });
    expect(await ledger.setGuards('cordons', CORDONS, both(CORDONS), change, { read: undefined, next: second })).toBe(
      false,
    );
    expect(await ledger.setGuards('cordons', CORDONS, undefined, change, { read: first, next: second })).toBe(true);
    expect(await told()).toEqual({ notices: second });
  });

  it('are taken out only as they were read; when the last was decided stays', async () => {
    const first = withCordon(undefined, START);
    const second = withCordon(first, START + 1);
    await ledger.setGuards('cordons', undefined, CORDONS, undefined, { read: undefined, next: second });
    const [one, two] = second.unpublished.map(({ event }) => event.eventId);
    const without = (notices: Notices, eventId = '') => ({
      ...notices,
      unpublished: stillUntold(notices.unpublished, new Set([eventId])),
    });
    const left = without(second, one);
    expect(await ledger.setNotices(first, left)).toBe(false);
    expect(await ledger.setNotices(second, left)).toBe(true);
    expect(await ledger.setNotices(second, left)).toBe(false);
    expect(await told()).toEqual({ cordons: CORDONS, notices: left });
    expect(await ledger.setNotices(left, without(left, two))).toBe(true);
    expect(await told()).toEqual({ cordons: CORDONS, notices: { lastAtMs: START + 1, unpublished: [] } });
  });

  it('stay as they are where other guards change', async () => {
    const notices = withCordon(undefined, START);
    await ledger.setGuards('cordons', undefined, CORDONS, undefined, { read: undefined, next: notices });
    expect(await ledger.setGuards('closedParents', undefined, CORDONS)).toBe(true);
    expect(await ledger.setPaused({ paused: true, ...DECISION })).toBe(true);
    expect(await told()).toEqual({ cordons: CORDONS, notices });
  });
});

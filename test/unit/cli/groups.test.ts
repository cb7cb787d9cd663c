import { describe, expect, it } from 'vitest';
import { run as groups } from '../../../src/cli/look/groups.ts';
import { HARMLESS, HOSTILE, madeContext, proseOf, shownBy, worldOf } from '../../support/cli-context.ts';
import { connectionItem, groupItem, madeHeld, madeRequest, requestItem } from '../../support/cli-items.ts';
import { CONNECTION, OWNER, START } from '../../support/world.ts';

describe('groups', () => {
  const entry = {
    connectionId: CONNECTION,
    attemptId: 'a1',
    request: 'orders#r1',
    orderKey: 'o',
    side: 'dxcon-port1',
    atMs: START,
  };
  const waits = madeRequest(
    { requestId: 'r2', connectionId: 'dxcon-line2' },
    { waitsFor: { cause: 'group', obstacle: CONNECTION, sinceMs: START } },
  );
  const items = [
    groupItem({
      entries: [
        entry,
        {
          ...entry,
          connectionId: 'dxcon-line3',
          request: 'orders#r9',
          released: { by: HOSTILE, why: 'ok', atMs: START },
        },
        { ...entry, connectionId: 'dxcon-line5', request: 'orders#gone' },
      ],
    }),
    requestItem(madeHeld()),
    requestItem({ ...madeRequest({ requestId: 'r9' }), state: 'MIGRATED' }),
    requestItem(waits),
    connectionItem('dxcon-line2', { ownerAccount: OWNER }),
  ];

  it('has each line, what has become of it, who waits for it, and what can be done', async () => {
    const context = madeContext(worldOf(...items));
    expect(await groups(context, undefined)).toBe(3);
    const all = shownBy(context);
    expect(all).toContain(`dxm group release ${OWNER} ${CONNECTION} --why "…"`);
    for (const line of ['dxcon-line3', 'dxcon-line5']) expect(all).not.toContain(`dxm group release ${OWNER} ${line}`);
    expect(all).toContain('not in the ledger: the next run of reconcile takes it out');
    expect(proseOf(context)).toContain(`released by ${HARMLESS}`);
    expect(proseOf(context)).toContain(`dxcon-line2 orders/r2, dxcon-old → dxlag-new, behind ${CONNECTION}`);
  });

  it('is of one owner, or of the owner of a line', async () => {
    for (const what of [OWNER, 'dxcon-line2']) {
      const context = madeContext(worldOf(...items), { isJson: true });
      expect(await groups(context, what)).toBe(3);
      expect(JSON.parse(shownBy(context)).groups).toMatchObject([
        {
          ownerAccount: OWNER,
          entries: [
            { state: 'HELD', todo: 'dxm resolve orders/r1' },
            { state: 'MIGRATED', released: {} },
            { state: null },
          ],
          waiting: [{ requestId: 'r2' }],
        },
      ]);
    }
  });

  it('says so where no line keeps another one waiting, and does not take a typing mistake for that', async () => {
    const context = madeContext(worldOf());
    expect(await groups(context, undefined)).toBe(0);
    expect(shownBy(context)).toBe('No line keeps another one waiting.');
    await expect(groups(context, 'dxcon-unknown')).rejects.toMatchObject({ status: 2 });
    await expect(groups(context, '12345')).rejects.toMatchObject({ status: 2 });
  });
});

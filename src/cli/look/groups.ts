import { connectionPk, toConnection } from '../../aws/connection-item.ts';
import { groupPk, toGroup } from '../../aws/group-item.ts';
import { ACCOUNT_ID, CONNECTION_ID } from '../../contract/ids.ts';
import { UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { EXIT } from '../exit-status.ts';
import { readItem } from '../ledger/read-items.ts';
import { type OwnersGroup, readUnfinished, type Unfinished } from '../ledger/unfinished.ts';
import { printable } from '../output/printable.ts';
import { drawGroup, groupAsJson } from './draw-group.ts';
import { type KnownGroup, knownGroup } from './known-group.ts';
import { unreadable } from './world.ts';

/** Which lines may be down, and keep others of their owners waiting; whose, and what becomes of them. */
export async function run(context: Context, what: string | undefined): Promise<number> {
  const { out } = context;
  const now = context.clock();
  const unfinished = await readUnfinished(context, ['REQUEST#', 'VERIFICATION#', 'GROUP#']);
  const groups = await Promise.all(
    (await meant(context, what, unfinished)).map((group) => knownGroup(context, group, unfinished, now)),
  );
  const shown = groups.filter(({ entries, waiting }) => entries.length > 0 || waiting.length > 0);
  const broken = unfinished.unreadable.map(unreadable);
  if (out.isJson)
    out.json({ groups: shown.map((group) => groupAsJson(group, now)), complete: broken.length === 0, unread: broken });
  else if (shown.length > 0) for (const group of shown) drawGroup(group, now, context);
  else if (broken.length === 0)
    out.line(
      what === undefined ? 'No line keeps another one waiting.' : `No line of ${what}'s owner may be down, or waits.`,
    );
  for (const { what: key, why } of broken) out.note(`error: ${printable(key)} could not be read: ${why}`);
  if (broken.length > 0) return EXIT.refused;
  return shown.some(needsPerson) ? EXIT.attention : EXIT.ok;
}

async function meant(context: Context, what: string | undefined, { groups }: Unfinished): Promise<OwnersGroup[]> {
  if (what === undefined) return groups.toSorted((a, b) => (a.ownerAccount < b.ownerAccount ? -1 : 1));
  const owner = await ownerOf(context, what);
  return [{ ownerAccount: owner, group: toGroup((await readItem(context, groupPk(owner))) ?? {}) }];
}

async function ownerOf(context: Context, what: string): Promise<string> {
  if (ACCOUNT_ID.pattern.test(what)) return what;
  if (!CONNECTION_ID.pattern.test(what))
    throw new UsageError(`${printable(what)} is neither an owner nor a line`, {
      todo: `give ${ACCOUNT_ID.what}, or ${CONNECTION_ID.what}`,
    });
  const { ownerAccount } = toConnection((await readItem(context, connectionPk(what))) ?? {});
  if (ownerAccount !== undefined) return ownerAccount;
  throw new UsageError(`the ledger does not know whose line ${what} is: no request was ever called for it`, {
    todo: 'give its owner account: dxm groups 111122223333',
  });
}

function needsPerson({ entries }: KnownGroup): boolean {
  return entries.some(({ need }) => need !== undefined);
}

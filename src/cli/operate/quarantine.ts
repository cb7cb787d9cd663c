import type { Context } from '../context/context.ts';
import { EXIT } from '../exit-status.ts';
import { look } from '../queues/look.ts';
import type { Letter } from '../queues/look-through.ts';
import { addTo, copyOf, type Group, inOrder, isMeant, type Selection } from '../queues/quarantined.ts';
import { queueUrl } from '../queues/queue-urls.ts';
import { sayLooked } from '../queues/say-looked.ts';
import { showQuarantine } from '../queues/show-quarantine.ts';

/** Shows what is in quarantine, by reason, tenant and sender. */
export async function run(context: Context, selection: Selection): Promise<number> {
  const { out } = context;
  const url = await queueUrl(context, 'quarantine');
  const groups = new Map<string, Group>();
  const visit = async (ten: readonly Letter[]) => {
    for (const copy of ten.map(copyOf)) if (isMeant(copy, selection)) addTo(groups, copy);
    return [];
  };
  const looked = await look(url, visit, context);
  sayLooked(out, looked, 'quarantine');
  const found = inOrder(groups);
  if (out.isJson) out.json({ url, about: looked.count, seen: looked.seen, groups: found.map(documentOf) });
  else if (found.length > 0) showQuarantine(found, out, context.clock());
  else
    out.line(looked.seen > 0 ? `None of these: ${looked.seen} others are in quarantine.` : 'Nothing is in quarantine.');
  return found.length > 0 || looked.count > looked.seen ? EXIT.attention : EXIT.ok;
}

function documentOf({ firstMs, lastMs, example, tenant, ...group }: Group) {
  const { atMs, ...copy } = example;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    ...group,
    tenant: tenant ?? null,
    first: iso(firstMs),
    last: iso(lastMs),
    example: { ...copy, at: iso(atMs) },
  };
}

import type { RedundancyLock } from '../../src/migration/groups/group.ts';
import type { Settings } from '../../src/migration/model/settings.ts';
import type { Random } from '../support/random.ts';
import { type Content, contentOf } from './scenario/content.ts';

/** Where moves are verified, lines of one owner are kept apart in most runs. */
export function drawLock(random: Random, { verifyWithinMs }: Pick<Settings, 'verifyWithinMs'>): RedundancyLock {
  return verifyWithinMs === 0 ? 'off' : random.pick<RedundancyLock>(['owner', 'owner', 'named', 'off']);
}

/** In some runs, orders name the redundancy groups of their lines: each line's is always the same. */
export function drawNames(random: Random, lock: RedundancyLock): (content: Content) => Content {
  if (lock === 'off' || random.chance(lock === 'named' ? 0.1 : 0.6)) return (content) => content;
  const names = new Map<string, string | undefined>();
  return (content) => {
    const { order } = content;
    if (!order) return content;
    const { connectionId } = order.draft;
    if (!names.has(connectionId)) names.set(connectionId, random.pick(['g', 'g', 'h', undefined]));
    const redundancyGroup = names.get(connectionId);
    if (redundancyGroup === undefined) return content;
    const draft = { ...order.draft, redundancyGroup };
    const isRepeated = content.body === content.otherBody;
    const { body, otherBody } = contentOf(draft);
    const inFirstWords = content.body === contentOf(order.draft).body;
    const said = inFirstWords ? { body, otherBody } : { body: otherBody, otherBody };
    return { ...content, ...said, ...(isRepeated ? { otherBody: said.body } : {}), order: { ...order, draft } };
  };
}

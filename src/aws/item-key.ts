/**
 * What the keys of the ledger's items begin with, one per kind of item: a role may touch no others, so a key that is not here
 * does not compile (infra/roles.yml, in IAM's patterns). These are of who moves lines.
 */
export const ITEM_KEYS = [
  'REQUEST#*',
  'CONNECTION#*',
  'OPEN#*',
  'CONTROL',
  'VERIFICATION#*',
  'PARENT#*',
  'GROUP#*',
] as const;

/** Of drains: who moves lines reads them, before and after the intent of each call, and writes neither. */
export const DRAIN_KEYS = ['DRAIN#*', 'PLAN#*'] as const;

/** Only migrate takes messages in, and counts the copies that it puts into quarantine. */
type CopyCount = 'QUARANTINE#*';

type Matching<Pattern> = Pattern extends `${infer Prefix}*` ? `${Prefix}${string}` : Pattern;

/** The key of an item. */
export type ItemKey = Matching<(typeof ITEM_KEYS | typeof DRAIN_KEYS)[number] | CopyCount>;

/**
 * What the keys of the ledger's items begin with, one per kind of item: a role may touch no others, so a key that is not here
 * does not compile (infra/roles.yml, in IAM's patterns).
 */
export const ITEM_KEYS = ['REQUEST#*', 'CONNECTION#*', 'CONTROL'] as const;

type Matching<Pattern> = Pattern extends `${infer Prefix}*` ? `${Prefix}${string}` : Pattern;

/** The key of an item. */
export type ItemKey = Matching<(typeof ITEM_KEYS)[number]>;

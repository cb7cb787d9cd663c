// The parameters of serverless.yml that name people and things outside of the stack, checked, so that a wrong one stops the
// package with an error.

import { brokenRules } from '../src/settings/rules.ts';
import { ENTRIES } from './list-entries.ts';
import type { ResolveVariable } from './osls.ts';
import { ParameterError } from './parameter-error.ts';
import { partitionOf } from './region.ts';
import { LIST_RULES, type ListName, settingsOf } from './settings-table.ts';

/** Each parameter's name, with the list that it comes to. */
export type Lists = Record<ListName, string[]>;

export async function readLists(resolveVariable: ResolveVariable): Promise<Lists> {
  const partition = partitionOf(String(await resolveVariable('self:provider.region')));
  const read = settingsOf('list').map(async ([name, { of, most }]) => {
    const { pattern, what } = ENTRIES[of];
    const entries = entriesOf(name, pattern(partition), what, await resolveVariable(`param:${name}`));
    return [name, uniqueOf(name, entries, most)] as const;
  });
  const lists = Object.fromEntries(await Promise.all(read)) as Lists;
  const broken = brokenRules(LIST_RULES, lists, '');
  if (broken.length > 0) throw new ParameterError(`parameter ${broken.join('; ')}`);
  return lists;
}

function entriesOf(name: ListName, pattern: RegExp, what: string, value: unknown): string[] {
  const entries = String(value)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const wrong = entries.find((entry) => !pattern.test(entry));
  if (wrong === undefined) return entries;
  const quotes = typeof value === 'number' ? ' (quote it in YAML, which takes it for a number)' : '';
  throw new ParameterError(`parameter ${name} must be ${what}, with commas between, not "${wrong}"${quotes}`);
}

function uniqueOf(name: ListName, entries: string[], most: number): string[] {
  const unique = [...new Set(entries)];
  if (unique.length <= most) return unique;
  throw new ParameterError(
    `parameter ${name} must have at most ${most} entries, not ${unique.length}: AWS takes no more`,
  );
}

import { SAFE_TEXT } from '../../contract/text.ts';
import { MAX_TEXT } from './fields.ts';

/** What others wrote, as a plan may hold it: whole characters, nothing that hides or reorders, not too long. */
export function tidy(text: string, maxLength = MAX_TEXT): string {
  if (text.length <= maxLength && SAFE_TEXT.test(text)) return text;
  const characters = [...text].map((character) => (SAFE_TEXT.test(character) ? character : '\uFFFD'));
  return characters.length <= maxLength ? characters.join('') : `${characters.slice(0, maxLength - 1).join('')}…`;
}

/** The same of all texts of a record; what is absent or undefined is left out. */
export function tidied<Fields extends object>(fields: Fields): Fields {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? tidy(value) : value]),
  ) as Fields;
}

/** The first few, and how many more: `a, b and 3 more`. */
export function some(items: readonly string[], separator = ', ', most = 3): string {
  const rest = items.length - most;
  return rest <= 0 ? items.join(separator) : `${items.slice(0, most).join(separator)}${separator}and ${rest} more`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A bandwidth as Direct Connect writes it. */
export function bandwidth(mbps: number): string {
  return mbps !== 0 && mbps % 1000 === 0 ? `${mbps / 1000}Gbps` : `${Math.round(mbps * 100) / 100}Mbps`;
}

/** By code units: the same on every machine, in every language. */
export function byText<Item>(key: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => {
    const [first, second] = [key(a), key(b)];
    if (first === second) return 0;
    return first < second ? -1 : 1;
  };
}

/** The same for texts themselves. */
export const inOrder = byText<string>((text) => text);

/** Items by a key; those without one are left out. */
export function groupBy<Item, Key extends string>(
  items: Iterable<Item>,
  key: (item: Item) => Key | undefined,
): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const name = key(item);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

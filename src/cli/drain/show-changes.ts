import type { Change } from '../../drain/plan/diff.ts';
import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { say } from '../output/say.ts';

const TITLES: Readonly<Record<Change['about'], string>> = {
  plan: 'The plan',
  line: 'Lines',
  port: 'Ports',
  sibling: 'Lines elsewhere that belong to one of these',
  freeze: 'Freezes',
  order: 'Orders',
};

/** What is not as it was, under what it is about. */
export function showChanges(out: Output, changes: readonly Change[]): void {
  for (const [about, title] of Object.entries(TITLES)) {
    const those = changes.filter((change) => change.about === about);
    if (those.length === 0) continue;
    out.line(`\n${out.colour.bold(title)}`);
    for (const { id, text } of those) say(out, `  ${printable(id)}: ${printable(text)}`);
  }
}

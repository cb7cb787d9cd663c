import { styleText } from 'node:util';
import type { Judged } from './acknowledged.ts';
import type { MergedFinding } from './finding.ts';

/** What a terminal or a log shows without breaking lines. */
const WIDTH = 100;

export type AcknowledgedFinding = MergedFinding & { reason: string };

/** Grouped by rule: what it asks for, and which resources do not have it. In colour where standard output takes it. */
export function reportOf(judged: Judged<MergedFinding>, isAll: boolean): string {
  const { open, acknowledged, stale } = judged;
  const lines: string[] = [];
  if (isAll && acknowledged.length > 0) lines.push('', styleText('bold', 'Acknowledged'), ...groups(acknowledged));
  if (open.length > 0) lines.push('', styleText('bold', 'Not acknowledged'), ...groups(open));
  for (const one of stale)
    lines.push(...wrap(`Nothing is found any more of ${one}: take it out of acknowledged.yml`, ''));
  return [...lines, '', summary(judged), ''].join('\n');
}

function summary({ open, acknowledged, stale }: Judged<MergedFinding>): string {
  const isGood = open.length === 0 && stale.length === 0;
  const counts = `${open.length} not acknowledged, ${acknowledged.length} acknowledged, ${stale.length} stale`;
  return styleText(isGood ? 'green' : 'red', `${isGood ? 'Passed' : 'Failed'}: findings ${counts}`);
}

function groups(findings: readonly (MergedFinding | AcknowledgedFinding)[]): string[] {
  const byRule = Map.groupBy(findings, ({ tool, rule, templates }) => `${rule} (${tool}; ${templates.join(', ')})`);
  return [...byRule].flatMap(([title, group]) => {
    const [first] = group;
    const resources = group.map(({ resource }) => resource).join(', ');
    const reasons = new Set(group.flatMap((finding) => ('reason' in finding ? [`Reason: ${finding.reason}`] : [])));
    return [
      '',
      ...wrap(title, '  '),
      ...wrap(first?.message ?? '', '    '),
      ...wrap(resources, '    ').map((line) => styleText('cyan', line)),
      ...[...reasons].flatMap((reason) => wrap(reason, '    ')),
    ];
  });
}

/** Lines of at most WIDTH; a word that is longer is broken. */
function wrap(text: string, indent: string): string[] {
  const room = WIDTH - indent.length;
  const words = text.split(/\s+/).flatMap((word) => word.match(new RegExp(`.{1,${room}}`, 'g')) ?? []);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => indent + line);
}

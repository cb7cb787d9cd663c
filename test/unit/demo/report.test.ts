import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { formatReport } from '../../../local/demo/report.ts';
import type { DemoRun } from '../../../local/demo/run-demo.ts';

const runWith = (objections: string[]): DemoRun =>
  ({
    ...{ results: [], quarantined: 0, billing: [], notification: [] },
    ...{ before: { parents: [] }, after: { parents: [] } },
    audit: { messages: 43, moves: 26, lost: 0, unaccounted: 0, repeated: 0, objections },
  }) as unknown as DemoRun;

const linesOf = (run: DemoRun) => stripVTControlCharacters(formatReport(run)).trim().split('\n');

describe('the verdict of the report is its first line and its last', () => {
  it.each([
    ['no objection', [], '✔ no objections: messages sent: 43, effective moves: 26'],
    ['one', ['lost'], '✖ 1 objection: messages sent: 43, effective moves: 26'],
    ['two', ['lost', 'repeated'], '✖ 2 objections: messages sent: 43, effective moves: 26'],
  ])('%s', (_name, objections, verdict) => {
    const lines = linesOf(runWith(objections));
    expect([lines[0], lines.at(-1)]).toEqual([verdict, verdict]);
    for (const objection of objections) expect(lines).toContain(`✖ ${objection}`);
  });
});

import type { DrainLine } from '../../cli/drain/run/lines.ts';
import { lineText } from '../../cli/drain/run/words.ts';
import { count } from '../../cli/output/words.ts';
import type { LineState } from '../../drain/run/line.ts';
import { hrefOf } from '../model/route.ts';
import { type Column, Table } from '../parts/table.tsx';
import { Since, Text } from '../parts/when.tsx';

const COLUMNS: readonly Column<DrainLine>[] = [
  {
    title: 'line',
    cell: ({ connectionId }) => <a href={hrefOf({ view: 'line', id: connectionId })}>{connectionId}</a>,
  },
  { title: 'name', cell: ({ name }) => name ?? '–' },
  { title: 'wave', cell: ({ wave }) => wave, isNumber: true },
  { title: 'to', cell: ({ to }) => to },
  { title: 'so', cell: ({ since }) => <Since at={since} /> },
  { title: 'why', cell: ({ cause, by }) => <Text>{[cause, by && `by ${by}`].filter(Boolean).join(', ') || '–'}</Text> },
];

/** The lines in one state, as `dxm drain lines DRAIN --state STATE` lists them. */
export function LinesInState({ lines, state }: { lines: readonly DrainLine[]; state: string }) {
  const meant = lines.filter((line) => line.state === state);
  const caption = `${count(meant.length, 'line')} ${lineText(state as LineState)}`;
  return <Table caption={caption} columns={COLUMNS} rows={meant} keyOf={({ connectionId }) => connectionId} />;
}

import type { RequestRow } from '../../cli/look/request-rows.ts';
import { hrefOf } from '../model/route.ts';
import { Action } from './action.tsx';
import { type Column, Table } from './table.tsx';
import { Since, Text, When } from './when.tsx';

const nameOf = ({ tenant, requestId }: RequestRow) => `${tenant}/${requestId}`;

const COLUMNS: readonly Column<RequestRow>[] = [
  { title: 'request', cell: (row) => <a href={hrefOf({ view: 'line', id: nameOf(row) })}>{nameOf(row)}</a> },
  { title: 'state', cell: ({ state }) => state },
  {
    title: 'line',
    cell: ({ connectionId }) => <a href={hrefOf({ view: 'line', id: connectionId })}>{connectionId}</a>,
  },
  { title: 'from → to', cell: ({ from, to }) => `${from} → ${to}` },
  { title: 'waits for', cell: ({ waitsFor }) => waitsFor && <Wait {...waitsFor} /> },
  { title: 'until', cell: ({ waitsFor }) => <When at={waitsFor?.until} /> },
  { title: 'to do', cell: ({ todo }) => todo && <Action todo={todo} /> },
];

/** Requests that are not finished, the longest wait first, as `dxm requests` lists them. */
export function Requests({ caption, requests }: { caption: string; requests: readonly RequestRow[] }) {
  return <Table caption={caption} columns={COLUMNS} rows={requests} keyOf={nameOf} />;
}

function Wait({ text, since }: NonNullable<RequestRow['waitsFor']>) {
  return (
    <>
      <Text>{text}</Text>{' '}
      <span class="quiet">
        <Since at={since} />
      </span>
    </>
  );
}

import type { ParentsDocument } from '../../cli/parents/parents.ts';
import { Offers } from '../parts/action.tsx';
import { Needs } from '../parts/needs.tsx';
import { NotOfNow } from '../parts/problem.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Title } from '../parts/title.tsx';
import { Since, When } from '../parts/when.tsx';
import { changes } from '../reading/poll.ts';
import { usePolled } from '../reading/use-polled.ts';

/** All lists of Direct Connect are read, at a rate that moves need. */
const EVERY_MS = 60_000;
const everyMinute = () => EVERY_MS;

type Parent = ParentsDocument['parents'][number];

/** All interconnects and LAGs: what is on them, their room, and what is in the way of their lines. */
export function Ports() {
  const polled = usePolled<ParentsDocument & { notes?: string[] }>('/api/parents', everyMinute);
  const { document: known } = polled;
  return (
    <>
      <Title>Ports</Title>
      <NotOfNow polled={polled} />
      {known && (
        <>
          <p class="quiet">
            Read from Direct Connect <When at={known.readAt} />, <Since at={known.readAt} isOver />; again each minute.{' '}
            <button type="button" onClick={() => changes.dispatchEvent(new Event('change'))}>
              Read again
            </button>
          </p>
          {known.notes?.map((note) => (
            <p key={note}>{note}</p>
          ))}
          {known.parents.length === 0 ? (
            <p>This account has no interconnects and no LAGs in this Region.</p>
          ) : (
            <Known parents={known.parents} />
          )}
        </>
      )}
    </>
  );
}

function Known({ parents }: { parents: readonly Parent[] }) {
  const needs = parents.flatMap((parent) => parent.needs);
  return (
    <>
      {needs.length > 0 && (
        <section aria-labelledby="needs">
          <h2 id="needs">Needs a person</h2>
          <Needs needs={needs} />
        </section>
      )}
      <Table caption="Interconnects and LAGs" columns={COLUMNS} rows={parents} keyOf={({ id }) => id} />
    </>
  );
}

const COLUMNS: readonly Column<Parent>[] = [
  { title: 'port', cell: ({ id, memberOf }) => (memberOf === undefined ? id : `└ ${id}`) },
  { title: 'name', cell: ({ name }) => name ?? '–' },
  { title: 'location', cell: ({ location }) => location ?? '?' },
  { title: 'state', cell: ({ state }) => <span class={state === 'available' ? undefined : 'bad'}>{state}</span> },
  { title: 'lines', cell: ({ memberOf, lines }) => memberOf === undefined && lines.length, isNumber: true },
  { title: 'Gbps used', cell: (parent) => parent.memberOf === undefined && usedOf(parent), isNumber: true },
  { title: 'links', cell: (parent) => linksOf(parent) },
  { title: 'in the way', cell: (parent) => wayOf(parent) },
  { title: 'commands', cell: (parent) => parent.memberOf === undefined && <Offers todos={offersOf(parent)} /> },
];

function wayOf({ isClosed, isCordoned, freezes, allowsHostedConnections }: Parent): string {
  const said = [
    ...(isClosed ? ['closed'] : []),
    ...(isCordoned ? ['cordoned'] : []),
    ...freezes.map((name) => `frozen: ${name}`),
    ...(allowsHostedConnections ? [] : ['no hosting']),
  ];
  return said.join(', ') || '–';
}

function usedOf({ usedMbps, totalMbps }: Parent): string {
  return `${usedMbps / 1_000} of ${totalMbps === undefined ? '?' : totalMbps / 1_000}`;
}

function linksOf({ kind, links, linksUp, minimumLinks }: Parent): string {
  if (kind === 'interconnect') return '';
  return links === undefined ? '?' : `${linksUp} of ${links.length} up, at least ${minimumLinks ?? '?'}`;
}

function offersOf({ id, isCordoned, isClosed }: Parent): string[] {
  return [
    isCordoned ? `dxm uncordon ${id}` : `dxm cordon ${id}`,
    isClosed ? `dxm parent open ${id}` : `dxm parent close ${id}`,
    `dxm parent safe-to-delete ${id}`,
  ];
}

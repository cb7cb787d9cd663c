import { duration } from '../../cli/output/time.ts';
import type { Plan, PlannedLine, PlanTarget, PlanWave } from '../../drain/plan/plan.ts';
import { hrefOf } from '../model/route.ts';
import { type Column, Table } from '../parts/table.tsx';
import { Text } from '../parts/when.tsx';

const TARGETS: readonly Column<PlanTarget>[] = [
  { title: 'to', cell: ({ id }) => id },
  { title: 'lines', cell: ({ lines }) => lines, isNumber: true },
  { title: 'Gbps left', cell: ({ roomMbps }) => (roomMbps === undefined ? '–' : roomMbps / 1_000), isNumber: true },
  {
    title: 'why nothing more',
    cell: ({ reasons }) => <Text>{reasons.map(({ code, why }) => `${code}: ${why}`).join('; ') || '–'}</Text>,
  },
];

/** What each target takes, and why one takes nothing. */
export function Targets({ plan: { targets } }: { plan: Plan }) {
  return <Table caption="Targets" columns={TARGETS} rows={targets} keyOf={({ id }) => id} />;
}

/** When each wave would begin and be done, and what is between two. */
export function Waves({ plan: { waves } }: { plan: Plan }) {
  const columns: Column<PlanWave>[] = [
    { title: 'wave', cell: ({ wave }) => wave },
    { title: 'lines', cell: ({ lines }) => lines.length, isNumber: true },
    { title: 'begins after', cell: ({ fromSeconds }) => duration(fromSeconds * 1_000) },
    { title: 'found well after', cell: ({ toSeconds }) => duration(toSeconds * 1_000) },
    { title: 'then', cell: ({ wave, gate }) => thenOf(wave === waves.length, gate) },
  ];
  return <Table caption="Waves" columns={columns} rows={waves} keyOf={({ wave }) => String(wave)} />;
}

function thenOf(isLast: boolean, gate: PlanWave['gate']): string {
  if (isLast) return 'all are moved';
  return gate === 'person' ? 'a person lets the next one begin' : 'the next one begins';
}

const MOVED: readonly Column<PlannedLine>[] = [
  {
    title: 'line',
    cell: ({ connectionId }) => <a href={hrefOf({ view: 'line', id: connectionId })}>{connectionId}</a>,
  },
  { title: 'name', cell: ({ facts }) => facts.name ?? '–' },
  { title: 'owner', cell: ({ facts }) => facts.ownerAccount ?? '?' },
  { title: 'VLAN', cell: ({ facts }) => facts.vlan ?? '?', isNumber: true },
  { title: 'Mbps', cell: ({ facts }) => facts.mbps ?? '?', isNumber: true },
  { title: 'wave', cell: ({ wave }) => wave, isNumber: true },
  { title: 'to', cell: ({ to }) => to },
];

export function Moved({ plan: { lines } }: { plan: Plan }) {
  return <Table caption="Lines that move" columns={MOVED} rows={lines} keyOf={({ connectionId }) => connectionId} />;
}

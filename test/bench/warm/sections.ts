import { CALL_KINDS } from '../bed/calls.ts';
import type { Section, SectionRow } from '../section.ts';
import { ratiosOf, spreadOf } from '../statistics.ts';
import type { Sized } from './warm.ts';

/** What ours may take, over what the peer takes; and with the most lines, over what it takes with the fewest. */
const GOALS = { overPeer: 1.5, overFewest: 1.15 };

/** The tables of what was measured. */
export function sectionsOf(measured: readonly Sized[], peer: string): Section[] {
  const batches = [...new Set(measured.map(({ batch }) => batch))];
  const sizes = [...new Set(measured.map(({ lines }) => lines))];
  const [fewest] = sizes;
  const most = sizes.at(-1);
  const find = (lines: number | undefined, batch: number) =>
    measured.find((one) => one.lines === lines && one.batch === batch);
  const columns = batches.map((batch) => (batch === 1 ? 'one in a delivery' : `${batch} in a delivery`));
  const row = (lines: number, value: (one: Sized) => SectionRow['values'][number]): SectionRow => ({
    what: `${lines.toLocaleString('en')} lines`,
    values: batches.map((batch) => {
      const one = find(lines, batch);
      return one && value(one);
    }),
  });
  const overFewest = (one: Sized) => {
    const base = find(fewest, one.batch);
    return base && spreadOf(ratiosOf(one.ours.cpuMs, base.ours.cpuMs));
  };
  return [
    {
      ...{ title: `warm: processor time of a message, ours over ${peer}`, columns, digits: 2 },
      rows: sizes.map((lines) => ({
        ...row(lines, ({ ours, peer }) => spreadOf(ratiosOf(ours.cpuMs, peer.cpuMs))),
        atMost: GOALS.overPeer,
      })),
    },
    {
      ...{ title: `warm: the same of ours, over ours with ${fewest} lines`, columns, digits: 2 },
      rows: sizes
        .filter((lines) => lines !== fewest)
        .map((lines) => ({ ...row(lines, overFewest), ...(lines === most ? { atMost: GOALS.overFewest } : {}) })),
    },
    {
      ...{ title: 'warm: milliseconds of processor time of a message, on this machine', columns, digits: 1 },
      rows: sizes.flatMap((lines) => [
        named(
          'ours',
          row(lines, ({ ours }) => spreadOf(ours.cpuMs)),
        ),
        named(
          peer,
          row(lines, (one) => spreadOf(one.peer.cpuMs)),
        ),
      ]),
    },
    ...batches.map((batch) => callsSection(measured, batch, peer)),
  ];
}

function callsSection(measured: readonly Sized[], batch: number, peer: string): Section {
  const counted = measured.filter((one) => one.batch === batch);
  const kinds = CALL_KINDS.filter((kind) => counted.some(({ ours, peer }) => ours.calls[kind] + peer.calls[kind] > 0));
  return {
    ...{
      title: `warm: API calls of a message, ${batch} in a delivery`,
      columns: [...kinds, 'messages a second'],
      digits: 2,
    },
    rows: counted.flatMap((one) => {
      const what = `${one.lines.toLocaleString('en')} lines`;
      return [
        named('ours', { what, values: [...kinds.map((kind) => one.ours.calls[kind]), one.ours.rate] }),
        named(peer, { what, values: [...kinds.map((kind) => one.peer.calls[kind]), one.peer.rate] }),
      ];
    }),
  };
}

function named(who: string, { what, ...row }: SectionRow): SectionRow {
  return { what: `${who}, ${what}`, ...row };
}

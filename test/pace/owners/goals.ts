import { MOST_ENTRIES } from '../../../src/migration/groups/enter.ts';
import type { Row } from '../goals.ts';
import { boundBehindOthers, boundOf } from './bound.ts';
import { type OwnersMeasures, type OwnersNight, playOwners } from './play.ts';

const NIGHT = { owners: 40, lines: 300, ports: 4 };

/** No goal: it explains others. */
const SHOWN = Number.POSITIVE_INFINITY;

/** One owner's lines go off a port one after the other, and one of its lines is on another port. */
export const BEHIND_OTHERS: OwnersNight = {
  ...{ rate: 0.1, owners: 1, lines: 200, ports: 2, isByOwner: true, portOf: (number) => (number === 3 ? 1 : 0) },
};
export const THE_OTHER = 'dxcon-line3';

export function lastCall({ calledAt }: OwnersMeasures): number {
  return Math.max(...calledAt.values());
}

function least(owners: readonly { last: number }[]): number {
  return Math.min(...owners.map(({ last }) => last));
}

function longest(owners: readonly { first: number; last: number }[]): number {
  return Math.max(...owners.map(({ first, last }) => last - first));
}

async function apart(what: string, night: OwnersNight, seed: number): Promise<Row[]> {
  const measures = await playOwners(night, seed);
  const owners = [...measures.ofOwner.values()];
  const isDisturbed = night.deaths !== undefined;
  return [
    { what, unit: 's', goal: isDisturbed ? SHOWN : boundOf(night), now: lastCall(measures) },
    { what: '  two ports of an owner at a time', unit: '', goal: 0, now: measures.objections.length },
    { what: '  lines not called for', unit: '', goal: 0, now: night.lines - measures.calledAt.size },
    { what: '  the last call of the owner that is done first', unit: 's', goal: SHOWN, now: least(owners) },
    { what: '  an owner from its first call to its last, at most', unit: 's', goal: SHOWN, now: longest(owners) },
    { what: '  all found healthy', unit: 's', goal: SHOWN, now: measures.doneAt },
    { what: '  turns a call without one', unit: '', goal: SHOWN, now: measures.lostTurns / measures.calledAt.size },
    { what: '  visits a call', unit: '', goal: SHOWN, now: measures.visits },
    { what: '  listings a call', unit: '', goal: 5, now: measures.listings },
    { what: '  reads of the ledger a call', unit: '', goal: SHOWN, now: measures.reads },
    { what: '  writes a call', unit: '', goal: SHOWN, now: measures.writes },
  ];
}

async function behindOthers(seed: number): Promise<Row[]> {
  const { calledAt, objections } = await playOwners(BEHIND_OTHERS, seed);
  return [
    {
      ...{ what: 'one line off another port than 199 of its owner, at 0.1/s', unit: 's' },
      ...{ goal: boundBehindOthers(BEHIND_OTHERS.rate), now: calledAt.get(THE_OTHER) ?? SHOWN },
    },
    { what: '  two ports of an owner at a time', unit: '', goal: 0, now: objections.length },
  ];
}

/** More lines of one owner than may be down at a time: it holds up itself alone. */
async function manyOfOne(seed: number): Promise<Row[]> {
  const night = { rate: 1, owners: 1, lines: 400, ports: 1 };
  const measures = await playOwners(night, seed);
  // As if each hundred of them were on a port of its own.
  const goal = boundOf({ ...night, ports: Math.ceil(night.lines / MOST_ENTRIES) });
  return [{ what: '400 lines of one owner off one port at 1/s', unit: 's', goal, now: lastCall(measures) }];
}

/** Owners with lines on several ports, which must not be down at a time. */
export async function measureOwners(seed: number, say: (what: string) => void): Promise<Row[]> {
  const nights: [string, OwnersNight][] = [
    ['300 lines of 40 owners off 4 ports at 1/s: the last call', { ...NIGHT, rate: 1 }],
    ['300 lines of 40 owners off 4 ports at 4/s: the last call', { ...NIGHT, rate: 4 }],
    ['the same, ordered owner by owner', { ...NIGHT, rate: 4, isByOwner: true }],
    ['at 1/s, 1 % of invocations die, 5 % of calls refused', { ...NIGHT, rate: 1, deaths: 1, refusals: 5 }],
  ];
  const rows: Row[] = [];
  for (const [what, night] of nights) {
    say(what);
    rows.push(...(await apart(what, night, seed)));
  }
  return [...rows, ...(await behindOthers(seed)), ...(await manyOfOne(seed))];
}

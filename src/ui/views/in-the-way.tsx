import type { StatusDocument } from '../../cli/look/summary.ts';
import { Action } from '../parts/action.tsx';
import { Text, When } from '../parts/when.tsx';

type Standing = NonNullable<StatusDocument['standing']>;

interface Row {
  what: string;
  since: string | null;
  by?: string;
  why?: string;
  until?: string;
  /** What takes it away. */
  todo?: string;
}

/** What stands in the way of calls, who has put it there and why, and what takes it away. */
export function InTheWay({ standing }: { standing: Standing }) {
  const rows = rowsOf(standing);
  return (
    <section aria-labelledby="in-the-way">
      <h2 id="in-the-way">In the way of calls</h2>
      {rows.length === 0 && <p>Nothing: lines are called for as they come.</p>}
      <ul class="plain">
        {rows.map(({ what, since, by, why, until, todo }) => (
          <li key={what}>
            {what}
            {by !== undefined && (
              <>
                , by {by}: <Text>{why ?? ''}</Text>
              </>
            )}
            {since !== null && (
              <span class="quiet">
                , since <When at={since} />
              </span>
            )}
            {until !== undefined && (
              <span class="quiet">
                , until <When at={until} />
              </span>
            )}{' '}
            {todo && <Action todo={todo} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function rowsOf({ paused, lastChange, circuits, closedParents, cordons, freezes }: Standing): Row[] {
  const pause: Row = { what: 'all calls are paused', since: null, todo: 'dxm resume --why "…"' };
  return [
    ...(paused
      ? [lastChange ? { ...pause, since: lastChange.at, by: lastChange.by, why: lastChange.why } : pause]
      : []),
    ...closedParents.map(({ parent, ...since }) => ({
      what: `${parent} is closed`,
      ...since,
      todo: `dxm parent open ${parent} --why "…"`,
    })),
    ...cordons.map(({ parent, ...since }) => ({
      what: `${parent} is cordoned`,
      ...since,
      todo: `dxm uncordon ${parent} --why "…"`,
    })),
    ...freezes.map(({ name, parent, location, ...since }) => ({
      ...since,
      what: `${name}: ${parent ?? (location === undefined ? 'all lines' : `location ${location}`)} frozen`,
      todo: `dxm unfreeze ${name} --why "…"`,
    })),
    ...circuits.map(({ circuit, since, until }) =>
      Date.parse(until) > Date.now()
        ? { what: `the circuit breaker of ${circuit} is open`, since, until }
        : { what: `the circuit breaker of ${circuit} is half-open: the next call tries it`, since },
    ),
  ];
}

import fc from 'fast-check';
import { CONTRACTS, examplesOf } from './contracts.ts';

type Path = readonly string[];

/** Every place in a value, but the whole. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [[...path, key], ...pathsIn(part, [...path, key])]);
}

const VALUES = [
  null,
  true,
  '',
  'text',
  '2026-11-23T12:00:00.000Z',
  '2026-11-23T12:00:00Z',
  0,
  1.5,
  -1,
  [],
  {},
  [[]],
  [{}],
];
/** Beside what stands there already. */
const FIELDS = [
  'vlan',
  'tags',
  'macSecKeys',
  'loaIssueTime',
  'labels',
  'traceparent',
  'observedAt',
  'dryRun',
  'another',
];

const change = fc.record({
  place: fc.nat(),
  value: fc.constantFrom(...VALUES),
  how: fc.constantFrom('set', 'set', 'remove', 'add'),
  field: fc.constantFrom(...FIELDS),
});

/** Golden events of a contract with one place changed, or two. */
export function changedEventsOf(contract: string): fc.Arbitrary<Record<string, unknown>> {
  const events = examplesOf('events', contract).map(([, event]) => event);
  return fc
    .tuple(fc.constantFrom(...events), fc.array(change, { minLength: 1, maxLength: 2 }))
    .map(([golden, changes]) => {
      const event = structuredClone(golden);
      for (const { place, value, how, field } of changes) {
        const paths = pathsIn(event);
        const path = paths[place % paths.length] ?? [];
        const holder = path.slice(0, -1).reduce((at: Record<string, unknown>, key) => at[key] as never, event);
        const key = path.at(-1) ?? '';
        if (how === 'remove' && !Array.isArray(holder)) delete holder[key];
        else holder[how === 'add' && !Array.isArray(holder) ? field : key] = structuredClone(value);
      }
      return event;
    });
}

export const changedEvents = changedEventsOf(CONTRACTS);

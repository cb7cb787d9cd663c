import { EXPECTATIONS } from './expectations.ts';
import type { EventData, Seen } from './seen.ts';
import { shown } from './shown.ts';

/** The outcome in a sentence or two. */
export function whatHappened(data: EventData, seen: Seen): string {
  switch (data.outcome) {
    case 'MIGRATED':
      return migrated(data, seen);
    case 'PLANNED':
      return planned(data, seen);
    case 'HELD':
      return `${meaning(data)}. Attempt ${data.attempts} to move it ${way(seen)} began at ${shown(data.startedAt)}.`;
    case 'FAILED':
    case 'REJECTED':
      return [`${meaning(data)}. This request has moved nothing.`, ...place(seen)].join(' ');
  }
}

type DataOf<Outcome> = Extract<EventData, { outcome: Outcome }>;

function migrated({ disposition, startedAt, finishedAt, observedAt }: DataOf<'MIGRATED'>, seen: Seen): string {
  if (disposition === 'alreadyThere') return `It was on ${target(seen)} already. Nothing was moved.`;
  const began = shown(startedAt ?? 'a time that is not known');
  if (disposition === 'moved') return `It was moved ${way(seen)} between ${began} and ${shown(finishedAt ?? 'now')}.`;
  return `It was moved ${way(seen)} between ${began} and ${shown(observedAt ?? 'now')}, when an observation showed it.`;
}

function planned(data: DataOf<'PLANNED'>, seen: Seen): string {
  if (data.reason) return [`Dry run: it would be rejected now. ${meaning(data)}.`, ...place(seen)].join(' ');
  if (seen.parent === seen.request?.parentConnectionId) return `Dry run: it is on ${target(seen)} already.`;
  return `Dry run: it could be moved ${way(seen)} now.`;
}

function meaning({ reason }: EventData): string {
  return reason ? EXPECTATIONS[reason.code].means : '';
}

function way(seen: Seen): string {
  return `from ${shown(seen.previousParent ?? 'a parent that is not known')} to ${target(seen)}`;
}

function target({ request }: Seen): string {
  return shown(request?.parentConnectionId ?? '');
}

function place({ parent }: Seen): string[] {
  return parent === null ? [] : [`As far as is known the connection is on ${shown(parent)}.`];
}

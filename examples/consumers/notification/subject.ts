import { type EventData, type Seen, seenIn } from './seen.ts';
import { quoted, shown } from './shown.ts';

/** One line that says what happened to which connection. */
export function subjectOf(data: EventData, decidesHeld: boolean): string {
  const seen = seenIn(data);
  const code = data.reason?.code;
  if (!seen.request) return `Message rejected: ${code}`;
  const connection = connectionIn(seen);
  const target = shown(seen.request.parentConnectionId);
  const wasHeld = decidesHeld ? ' (was held)' : '';
  switch (data.outcome) {
    case 'MIGRATED':
      if (data.disposition === 'alreadyThere') return `There already: ${connection} on ${target}${wasHeld}`;
      return `Moved: ${connection} to ${target}${wasHeld}`;
    case 'FAILED':
      return `Failed: ${connection} to ${target}, ${code}${wasHeld}`;
    case 'REJECTED':
      return `Not moved: ${connection} to ${target}, ${code}${wasHeld}`;
    case 'HELD':
      return `Held, a decision is needed: ${connection} to ${target}`;
    case 'PLANNED': {
      if (code) return `Would be rejected: ${connection} to ${target}, ${code}`;
      const isThere = seen.parent === seen.request.parentConnectionId;
      return isThere ? `There already: ${connection} on ${target}` : `Can be moved: ${connection} to ${target}`;
    }
  }
}

/** Its id, and its name where that may be shown. */
export function connectionIn({ request, connection }: Seen): string {
  const id = shown(request?.connectionId ?? '');
  return connection?.connectionName === undefined ? id : `${id} ${quoted(connection.connectionName, 60)}`;
}

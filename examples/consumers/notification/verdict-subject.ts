import { isBack, type VerdictData } from './failings.ts';
import { quoted, shown } from './shown.ts';

/** One line that says what was seen of which connection. Never more: nothing of how it is now. */
export function verdictSubject(data: VerdictData): string {
  return `${headline(data)}: ${connectionOf(data)}`;
}

function headline(data: VerdictData): string {
  const seen = data.observedAt === null ? '' : `, as seen at ${clock(data.observedAt)}`;
  switch (data.verdict) {
    case 'HEALTHY':
      return `On its new port and ${stateOf(data)}${seen}`;
    case 'UNHEALTHY':
      return isBack(data) ? `On its new port, but not as before${seen}` : `Not back yet${seen}`;
    case 'UNKNOWN':
      return 'Not known whether it is back';
    case 'OVERTAKEN':
      return 'Moved on by a later request';
    case 'GONE':
      return `On no port${seen}`;
    case 'MOVED_AWAY':
      return `On another port, and no request moved it there${seen}`;
  }
}

/** A line that was down before is healthy when it is down after: it must not be called available. */
export function stateOf({ before, after }: VerdictData): string {
  const [was, is] = [before.connection.connectionState, after?.connection.connectionState];
  if (is === undefined) return 'in a state that Direct Connect did not say';
  if (is === 'available') return 'available';
  return is === was ? `still ${shown(is)}` : `${shown(is)}, before ${shown(was ?? 'not known')}`;
}

export function connectionOf({ connectionId, before, after }: VerdictData): string {
  const name = (after ?? before).connection.connectionName;
  return name === undefined ? shown(connectionId) : `${shown(connectionId)} ${quoted(name, 60)}`;
}

/** Hours and minutes; the message's text has the date and the seconds. */
function clock(time: string): string {
  return `${shown(time).slice(11, 16)} UTC`;
}

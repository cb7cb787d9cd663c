import { When } from '../parts/when.tsx';

/** A line of a function's log. */
export interface LoggedLine {
  at: string | null;
  function: string;
  members: Readonly<Record<string, unknown>>;
}

/** What of a log line says what happened. */
const TELLING = ['message', 'cause', 'outcome', 'disposition', 'requestId', 'awsRequestId'] as const;

export function Logged({ logged }: { logged: readonly LoggedLine[] }) {
  if (logged.length === 0) return <p>Nothing was logged of it within a day.</p>;
  return (
    <ol class="plain">
      {logged.map(({ at, function: part, members }) => (
        <li key={`${at} ${JSON.stringify(members)}`}>
          <span class="quiet">
            <When at={at} /> {part}
          </span>{' '}
          {TELLING.flatMap((name) => (typeof members[name] === 'string' ? [members[name]] : [])).join(', ')}
        </li>
      ))}
    </ol>
  );
}

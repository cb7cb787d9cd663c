import { localTime } from '../../cli/output/time.ts';
import type { PageError } from '../../cli/ui/page-error.ts';
import type { Polled } from '../reading/poll.ts';
import { Text } from './when.tsx';

/** What went wrong, where, and what to do. */
export function Problem({ problem: { message, where, because, todo } }: { problem: PageError }) {
  return (
    <div class="problem">
      <p>
        <Text>{message}</Text>
      </p>
      {because.length > 0 && (
        <ul>
          {because.map((reason) => (
            <li key={reason}>
              <Text>{reason}</Text>
            </li>
          ))}
        </ul>
      )}
      {where && <p class="quiet">at: {where}</p>}
      {todo && <p>do: {todo}</p>}
    </div>
  );
}

/** That something is not read yet, or not of now; nothing where it is. */
export function NotOfNow({ polled: { document, readAtMs, problem } }: { polled: Polled<unknown> }) {
  if (problem)
    return (
      <div role="alert">
        {readAtMs !== undefined && <p class="bad">Not read since {localTime(readAtMs)}, and tried again:</p>}
        <Problem problem={problem} />
      </div>
    );
  return document === undefined ? <p class="quiet">Reading …</p> : null;
}

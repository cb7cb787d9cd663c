import type { DrainDocument } from '../../cli/drain/run/drain-as-json.ts';
import { Text, When } from '../parts/when.tsx';

/** What was decided about a drain, by whom and why, the newest first. */
export function HistoryList({ history }: { history: DrainDocument['history'] }) {
  if (history.length === 0) return <p>Nothing yet.</p>;
  return (
    <ol class="plain">
      {history.toReversed().map(({ at, what, by, why }) => (
        <li key={`${at} ${what}`}>
          <span class="quiet">
            <When at={at} />
          </span>{' '}
          {what}, by {by}: <Text>{why}</Text>
        </li>
      ))}
    </ol>
  );
}

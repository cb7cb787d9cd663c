import { useState } from 'preact/hooks';
import type { DrainDocument } from '../../cli/drain/run/drain-as-json.ts';
import { count } from '../../cli/output/words.ts';
import { Action } from './action.tsx';
import { Since, Text } from './when.tsx';

/** As `dxm status` and `dxm drain status` say it. */
export interface ShownNeed {
  what: string;
  todo: string;
  since?: string | null;
  /** The page that explains it. */
  page?: string;
}

/** There may be hundreds, and the others' urgency is the same or less. */
const SHOWN = 20;

/** What needs a person, the most urgent first, each with its one action. */
export function Needs({ needs, drain }: { needs: readonly ShownNeed[]; drain?: DrainDocument | undefined }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? needs : needs.slice(0, SHOWN);
  return (
    <>
      <ul class="needs">
        {shown.map((need) => (
          <li key={`${need.what} ${need.since}`}>
            <p>
              <Text>{need.what}</Text>{' '}
              <span class="quiet">
                <Since at={need.since} />
              </span>
            </p>
            <p>
              <Action todo={need.todo} drain={drain} /> {need.page && <span class="quiet">{need.page}</span>}
            </p>
          </li>
        ))}
      </ul>
      {needs.length > shown.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show {count(needs.length - shown.length, 'more', 'more')}
        </button>
      )}
    </>
  );
}

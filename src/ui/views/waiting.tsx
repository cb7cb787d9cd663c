import type { RequestRow } from '../../cli/look/request-rows.ts';
import type { StatusDocument } from '../../cli/look/summary.ts';
import { count } from '../../cli/output/words.ts';
import { waitText } from '../../cli/words/waits.ts';
import { hrefOf } from '../model/route.ts';
import { NotOfNow } from '../parts/problem.tsx';
import { Requests } from '../parts/requests.tsx';
import { Since } from '../parts/when.tsx';
import { usePolled } from '../reading/use-polled.ts';

interface WaitingProps {
  requests: NonNullable<StatusDocument['requests']>;
  verifications: StatusDocument['verifications'];
  /** Whose requests are listed. */
  cause: string | undefined;
}

/** What is not finished, and what it waits for: each cause with how many there are, and one after another those of one cause. */
export function Waiting({ requests: { total, waits }, verifications, cause }: WaitingProps) {
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">Not finished</h2>
      <p>
        {total === 0 ? 'No request is unfinished' : `${count(total, 'request')} not finished`}
        {verifications && `; ${count(verifications.total, 'moved line')} still looked at`}.
      </p>
      <ul class="plain">
        {waits.map(({ cause: one, requests, oldest }) => (
          <li key={one}>
            <a
              href={hrefOf(one === cause ? { view: 'attention' } : { view: 'attention', more: one })}
              aria-expanded={one === cause}
            >
              {count(requests, 'waits', 'wait')} for {waitText({ cause: one })}
            </a>
            <span class="quiet">
              , the longest <Since at={oldest.since} />:{' '}
              <a href={hrefOf({ view: 'line', id: oldest.request })}>{oldest.request}</a>
            </span>
            {one === cause && <OfCause cause={one} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function OfCause({ cause }: { cause: string }) {
  const polled = usePolled<{ requests: RequestRow[] }>(`/api/requests?waiting=${encodeURIComponent(cause)}`);
  return (
    <>
      <NotOfNow polled={polled} />
      {polled.document && <Requests caption={`Requests that wait: ${cause}`} requests={polled.document.requests} />}
    </>
  );
}

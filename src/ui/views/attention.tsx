import type { StatusDocument } from '../../cli/look/summary.ts';
import { count } from '../../cli/output/words.ts';
import { Action } from '../parts/action.tsx';
import { Facts } from '../parts/facts.tsx';
import { Needs } from '../parts/needs.tsx';
import { NotOfNow } from '../parts/problem.tsx';
import { Title } from '../parts/title.tsx';
import type { Polled } from '../reading/poll.ts';
import { DrainList } from './drain-list.tsx';
import { InTheWay } from './in-the-way.tsx';
import { Waiting } from './waiting.tsx';

interface AttentionProps {
  status: Polled<StatusDocument>;
  /** Whose requests are listed. */
  cause: string | undefined;
}

/** What needs a person, each with its one action; then what stands in the way of calls, and what waits for what. */
export function Attention({ status, cause }: AttentionProps) {
  return (
    <>
      <Title>Attention</Title>
      <NotOfNow polled={status} />
      {status.document && <Known status={status.document} cause={cause} />}
    </>
  );
}

function Known({ status, cause }: { status: StatusDocument; cause: string | undefined }) {
  const { stage, attention, unread, standing, drains, requests, verifications, queues } = status;
  const full = (queues ?? []).filter(({ approximate: { waiting, hidden } }) => waiting + hidden > 0);
  return (
    <>
      {unread.length > 0 && (
        <section aria-labelledby="unread">
          <h2 id="unread" class="bad">
            Not all could be read: what is missing here may need a person
          </h2>
          <Facts facts={unread.map(({ what, why }) => [what, why])} />
        </section>
      )}
      {attention.length === 0 && unread.length === 0 && <p class="good">Nothing in {stage} needs a person.</p>}
      {attention.length > 0 && (
        <section aria-labelledby="needs">
          <h2 id="needs">{count(attention.length, 'thing needs', 'things need')} a person</h2>
          <Needs needs={attention} />
        </section>
      )}
      {standing && <InTheWay standing={standing} />}
      <section aria-labelledby="drains">
        <h2 id="drains">Drains</h2>
        <DrainList drains={drains ?? []} view="run" />
      </section>
      {requests && <Waiting requests={requests} verifications={verifications} cause={cause} />}
      <section aria-labelledby="messages">
        <h2 id="messages">Messages, about</h2>
        {full.length === 0 && <p>{count(queues?.length ?? 0, 'queue')}, all empty.</p>}
        <Facts
          facts={full.map(({ name, approximate: { waiting, hidden } }) => [
            name,
            `${waiting}${hidden > 0 ? `, and ${hidden} that someone is at` : ''}`,
          ])}
        />
      </section>
      <section aria-labelledby="emergency">
        <h2 id="emergency">To stop all calls</h2>
        <p>
          <Action todo={'dxm pause --why "…"'} />
        </p>
      </section>
    </>
  );
}

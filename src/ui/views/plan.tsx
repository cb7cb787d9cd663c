import type { StatusDocument } from '../../cli/look/summary.ts';
import { duration } from '../../cli/output/time.ts';
import { count } from '../../cli/output/words.ts';
import type { DrainView } from '../../cli/ui/reads.ts';
import type { Plan } from '../../drain/plan/plan.ts';
import { hrefOf } from '../model/route.ts';
import { Action } from '../parts/action.tsx';
import { Facts } from '../parts/facts.tsx';
import { NotOfNow } from '../parts/problem.tsx';
import { Title } from '../parts/title.tsx';
import { Text, When } from '../parts/when.tsx';
import type { Polled } from '../reading/poll.ts';
import { usePolled } from '../reading/use-polled.ts';
import { ChosenDrain } from './chosen-drain.tsx';
import { Moved, Targets, Waves } from './plan-tables.tsx';

interface PlanViewProps {
  id: string | undefined;
  status: Polled<StatusDocument>;
}

/** A plan never changes; another revision of it is seldom. */
const seldom = () => 30_000;

/** What a drain does, for the person who approves it: what moves where and when, what stays and why, and what to know before. */
export function PlanView({ id, status }: PlanViewProps) {
  return (
    <ChosenDrain id={id} status={status} view="plan" title="Plan">
      {(drainId) => <OnePlan drainId={drainId} />}
    </ChosenDrain>
  );
}

function OnePlan({ drainId }: { drainId: string }) {
  const polled = usePolled<Plan>(`/api/drains/${encodeURIComponent(drainId)}/plan`, seldom);
  const { document: plan } = polled;
  return (
    <>
      <Title>{`Plan of ${drainId}`}</Title>
      <NotOfNow polled={polled} />
      {plan && (
        <>
          <Head plan={plan} drainId={drainId} />
          <Warnings plan={plan} />
          <Targets plan={plan} />
          <Waves plan={plan} />
          <Left plan={plan} />
          <details>
            <summary>{count(plan.lines.length, 'line that moves', 'lines that move')}</summary>
            <Moved plan={plan} />
          </details>
        </>
      )}
    </>
  );
}

function Head({ plan, drainId }: { plan: Plan; drainId: string }) {
  const { document: known } = usePolled<DrainView>(`/api/drains/${encodeURIComponent(drainId)}`);
  const { source, ticket, lines, left, waves, estimate, window, notice, limits, readAt, digest } = plan;
  return (
    <>
      <Facts
        facts={[
          ['is', known?.is],
          ['ticket', ticket],
          ['empties', source],
          [
            'moves',
            `${lines.length.toLocaleString('en-GB')} of ${count(lines.length + left.length, 'line')}, in ${count(waves.length, 'wave')}`,
          ],
          [
            'takes',
            `about ${duration(estimate.seconds * 1_000)} of the ${duration(estimate.windowSeconds * 1_000)} that the window has`,
          ],
          [
            'window',
            <>
              <When at={window.from} /> to <When at={window.to} />
            </>,
          ],
          [
            'announce',
            <>
              by <When at={notice.announceBy} />
            </>,
          ],
          ['at a time', `${limits.maxMoving} moving, ${limits.maxSoaking} not yet found well`],
          ['read', <When at={readAt} />],
          ['digest', <code>{digest}</code>],
          ['approved', known && (known.drain.approvedAt ? <When at={known.drain.approvedAt} /> : 'not yet')],
        ]}
      />
      {known && known.drain.approvedAt === null && (
        <p>
          It is approved in a terminal, with credentials that may:{' '}
          <Action todo={`dxm drain approve ${drainId} --why "…"`} />
        </p>
      )}
    </>
  );
}

function Warnings({ plan: { warnings } }: { plan: Plan }) {
  if (warnings.length === 0) return null;
  return (
    <section aria-labelledby="warnings">
      <h2 id="warnings">To know before</h2>
      <ul>
        {warnings.map(({ code, why }) => (
          <li key={`${code} ${why}`}>
            {code}: <Text>{why}</Text>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Left({ plan: { left } }: { plan: Plan }) {
  return (
    <section aria-labelledby="left">
      <h2 id="left">{count(left.length, 'line stays', 'lines stay')}</h2>
      <ul class="plain">
        {left.map(({ connectionId, facts, reasons }) => (
          <li key={connectionId}>
            <a href={hrefOf({ view: 'line', id: connectionId })}>{connectionId}</a> {facts.name}:{' '}
            <Text>{reasons.map(({ code, why, help }) => `${code}, ${why}; would help: ${help}`).join('. ')}</Text>
          </li>
        ))}
      </ul>
    </section>
  );
}

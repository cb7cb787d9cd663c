import type { DrainDocument } from '../../cli/drain/run/drain-as-json.ts';
import type { StatusDocument } from '../../cli/look/summary.ts';
import type { DrainView } from '../../cli/ui/reads.ts';
import { offersOf } from '../model/offers.ts';
import { Action, Offers } from '../parts/action.tsx';
import { Facts } from '../parts/facts.tsx';
import { Needs } from '../parts/needs.tsx';
import { NotOfNow } from '../parts/problem.tsx';
import { Title } from '../parts/title.tsx';
import { Since, Text, When } from '../parts/when.tsx';
import type { Polled } from '../reading/poll.ts';
import { usePolled } from '../reading/use-polled.ts';
import { ChosenDrain } from './chosen-drain.tsx';
import { HistoryList } from './history-list.tsx';
import { Legend } from './legend.tsx';
import { LinesInState } from './lines-in-state.tsx';
import { WaveCells } from './wave-cells.tsx';

interface RunProps {
  id: string | undefined;
  /** Only lines in this state are listed. */
  state: string | undefined;
  status: Polled<StatusDocument>;
}

/** How a drain goes: how far, how fast, what it waits for, who is needed, and every line. */
export function Run({ id, state, status }: RunProps) {
  return (
    <ChosenDrain id={id} status={status} view="run" title="Run">
      {(drainId) => <OneRun drainId={drainId} state={state} />}
    </ChosenDrain>
  );
}

function OneRun({ drainId, state }: { drainId: string; state: string | undefined }) {
  const polled = usePolled<DrainView>(`/api/drains/${encodeURIComponent(drainId)}`);
  const { document: known } = polled;
  return (
    <>
      <Title>{known ? `${drainId} is ${known.is}` : `Run ${drainId}`}</Title>
      <NotOfNow polled={polled} />
      {known && <Known known={known} state={state} />}
    </>
  );
}

/** Entries of the history that a person who watches sees. */
const FEW = 5;

function Known({ known: { drain, lines, next }, state }: { known: DrainView; state: string | undefined }) {
  const { attention, history } = drain;
  return (
    <>
      <Head drain={drain} />
      {attention.length > 0 && (
        <section aria-labelledby="needs">
          <h2 id="needs">Needs a person</h2>
          <Needs needs={attention} drain={drain} />
        </section>
      )}
      {attention.length === 0 && next !== null && !next.startsWith('dxm drain watch') && (
        <p>
          Next: <Action todo={next} drain={drain} />
        </p>
      )}
      <Offers todos={offersOf(drain)} drain={drain} />
      <section aria-labelledby="lines">
        <h2 id="lines">Lines</h2>
        <Legend drain={drain} state={state} />
        {state !== undefined && <LinesInState lines={lines} state={state} />}
        <WaveCells lines={lines} />
      </section>
      <section aria-labelledby="last">
        <h2 id="last">Last</h2>
        <HistoryList history={history.slice(-FEW)} />
      </section>
    </>
  );
}

function Head({ drain }: { drain: DrainDocument }) {
  const { source, rollbackOf, linesPerMinute, estimatedDoneAt, waitsFor, window, startedAt, announcedAt, approvedAt } =
    drain;
  const isLate = estimatedDoneAt !== null && window.to !== null && estimatedDoneAt > window.to;
  return (
    <>
      <p>{rollbackOf === null ? `Empties ${source}.` : `Rolls back ${rollbackOf}.`}</p>
      {waitsFor.map((wait) => (
        <Wait key={wait.cause} wait={wait} />
      ))}
      <Facts
        facts={[
          ['rate', linesPerMinute === null ? null : `${linesPerMinute.toFixed(1)} lines a minute found well`],
          [
            'done',
            estimatedDoneAt && (
              <>
                about <When at={estimatedDoneAt} />, <Since at={estimatedDoneAt} />: an estimate
                {isLate && <strong class="bad">, after its window</strong>}
              </>
            ),
          ],
          [
            'window',
            <>
              <When at={window.from} /> to <When at={window.to} />
            </>,
          ],
          [
            'approved',
            startedAt === null ? (
              approvedAt ? (
                <When at={approvedAt} />
              ) : (
                'not yet: it is approved in a terminal, with credentials that may'
              )
            ) : null,
          ],
          ['announced', startedAt === null ? announcedAt ? <When at={announcedAt} /> : 'not yet' : null],
          ['started', startedAt && <When at={startedAt} />],
        ]}
      />
    </>
  );
}

/** Why nothing more is released now, and what would help. */
function Wait({ wait: { why, since, until, help } }: { wait: DrainDocument['waitsFor'][number] }) {
  return (
    <p>
      <strong>
        Waits: <Text>{why}</Text>
      </strong>
      {since !== null && (
        <>
          , <Since at={since} />
        </>
      )}
      {until !== null && (
        <>
          , until <When at={until} />
        </>
      )}
      <span class="quiet">; would help: {help}</span>
    </p>
  );
}

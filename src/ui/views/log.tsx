import { Fragment } from 'preact';
import { lineText } from '../../cli/drain/run/words.ts';
import type { StatusDocument } from '../../cli/look/summary.ts';
import { count } from '../../cli/output/words.ts';
import type { DrainView } from '../../cli/ui/reads.ts';
import type { LineState } from '../../drain/run/line.ts';
import { type LogEntry, logOf } from '../model/log.ts';
import { hrefOf } from '../model/route.ts';
import { NotOfNow } from '../parts/problem.tsx';
import { Title } from '../parts/title.tsx';
import { Text, When } from '../parts/when.tsx';
import type { Polled } from '../reading/poll.ts';
import { usePolled } from '../reading/use-polled.ts';
import { ChosenDrain } from './chosen-drain.tsx';

interface LogProps {
  id: string | undefined;
  status: Polled<StatusDocument>;
}

/** What was decided about a drain, and what has become of its lines, the newest first. */
export function Log({ id, status }: LogProps) {
  return (
    <ChosenDrain id={id} status={status} view="log" title="Log">
      {(drainId) => <OneLog drainId={drainId} />}
    </ChosenDrain>
  );
}

function OneLog({ drainId }: { drainId: string }) {
  const polled = usePolled<DrainView>(`/api/drains/${encodeURIComponent(drainId)}`);
  return (
    <>
      <Title>{`Log of ${drainId}`}</Title>
      <NotOfNow polled={polled} />
      {polled.document && <Entries known={polled.document} />}
    </>
  );
}

function Entries({ known }: { known: DrainView }) {
  const entries = logOf(known);
  if (entries.length === 0) return <p>Nothing has happened yet.</p>;
  return (
    <ol class="plain">
      {entries.map((entry) => (
        <li key={'state' in entry ? `${entry.at} ${entry.lines[0]}` : `${entry.at} ${entry.what}`}>
          <span class="quiet">
            <When at={entry.at} />
          </span>{' '}
          {'state' in entry ? <OfLines entry={entry} /> : <Decision entry={entry} />}
        </li>
      ))}
    </ol>
  );
}

function Decision({ entry: { what, by, why } }: { entry: Extract<LogEntry, { what: string }> }) {
  return (
    <strong>
      {what}, by {by}: <Text>{why}</Text>
    </strong>
  );
}

function OfLines({ entry: { lines, state, cause } }: { entry: Extract<LogEntry, { state: LineState }> }) {
  return (
    <>
      {count(lines.length, 'line')} {lineText(state)}
      {cause !== null && (
        <>
          {' '}
          (<Text>{cause}</Text>)
        </>
      )}
      :{' '}
      {lines.map((id, at) => (
        <Fragment key={id}>
          {at > 0 && ', '}
          <a href={hrefOf({ view: 'line', id })}>{id}</a>
        </Fragment>
      ))}
    </>
  );
}

import type { StoryDocument } from '../../cli/look/story-as-json.ts';
import { entryText } from '../../cli/words/outcomes.ts';
import { hrefOf } from '../model/route.ts';
import { Action } from '../parts/action.tsx';
import { Facts } from '../parts/facts.tsx';
import { Since, Text, When } from '../parts/when.tsx';
import { Decide } from './decide.tsx';

/** All that is known of one request: what to do first, then where it is, and how it came there. */
export function Story({ story }: { story: StoryDocument }) {
  const { tenant, requestId, state, request, todo, waitsFor, verification, history, connection } = story;
  const name = `${tenant}/${requestId}`;
  return (
    <>
      <p class={story.needsPerson ? 'bad' : undefined}>
        <strong>
          {name} is {state}.
        </strong>{' '}
        {!story.needsPerson && <span class="quiet">What to do: </span>}
        <Text>{todo.text}</Text>
      </p>
      {state === 'HELD' ? (
        <Decide request={name} />
      ) : (
        todo.command && (
          <p>
            <Action todo={todo.command} />
          </p>
        )
      )}
      {todo.page !== null && <p class="quiet">{todo.page}</p>}
      <Facts
        facts={[
          ['line', <a href={hrefOf({ view: 'line', id: request.connectionId })}>{request.connectionId}</a>],
          ['move', `${request.expectedParentConnectionId} → ${request.parentConnectionId}`],
          ['owner', connection.ownerAccount],
          [
            'waits for',
            waitsFor && (
              <>
                <Text>{waitsFor.text}</Text> <Since at={waitsFor.since} />
                {waitsFor.until && (
                  <>
                    , until <When at={waitsFor.until} />
                  </>
                )}
              </>
            ),
          ],
          [
            'called',
            story.lastCall && (
              <>
                <When at={story.lastCall.startedAt} />
                {story.lastCall.awsRequestId && `, AWS request id ${story.lastCall.awsRequestId}`}
              </>
            ),
          ],
          ['outcome', story.outcome && outcomeText(story.outcome)],
          ['line since', verification && <VerdictOf verification={verification} />],
          ['change ticket', request.orderId],
        ]}
      />
      <h3>What has happened</h3>
      <ol class="plain">
        {history.map(({ at, ...entry }) => (
          <li key={`${at} ${entry.what} ${entry.attempts}`}>
            <span class="quiet">
              <When at={at} />
            </span>{' '}
            <Text>{entryText({ ...entry, atMs: 0 })}</Text>
          </li>
        ))}
      </ol>
    </>
  );
}

function outcomeText({ data, published }: NonNullable<StoryDocument['outcome']>): string {
  const reason = data.reason ? `, ${data.reason.code}: ${data.reason.message}` : '';
  return `${data.outcome}${reason}${published ? '' : '; not published yet'}`;
}

function VerdictOf({ verification }: { verification: NonNullable<StoryDocument['verification']> }) {
  const { verdict, failings, movedAt, goodLooks, looks, lastBadAt, firstGoodAt } = verification;
  return (
    <>
      {verdict ?? 'no verdict yet'}
      {failings.length > 0 && `: ${failings.join(', ')}`}; moved <When at={movedAt} />, {looks} looks, the last{' '}
      {goodLooks} good
      {lastBadAt && (
        <>
          ; last seen bad <When at={lastBadAt} />
        </>
      )}
      {firstGoodAt && (
        <>
          ; first seen good <When at={firstGoodAt} />
        </>
      )}
    </>
  );
}

import type { LineDocument } from '../../cli/look/line.ts';
import type { RequestRow } from '../../cli/look/request-rows.ts';
import type { StoryDocument } from '../../cli/look/story-as-json.ts';
import { hrefOf } from '../model/route.ts';
import { NotOfNow } from '../parts/problem.tsx';
import { Requests } from '../parts/requests.tsx';
import { Title } from '../parts/title.tsx';
import { OFTEN_MS } from '../reading/poll.ts';
import { usePolled } from '../reading/use-polled.ts';
import { LineFacts } from './line-facts.tsx';
import { Logged, type LoggedLine } from './logged.tsx';
import { Story } from './story.tsx';

/** What `dxm show` finds under a name. */
type Found =
  | LineDocument
  | StoryDocument
  | { kind: 'requests'; requests: RequestRow[] }
  | { kind: 'messages'; logged: LoggedLine[] };

/** What is asked of Direct Connect and of the logs is not asked for every second. */
function everyMs(found: Found): number {
  const isOfLedger = found.kind === 'request' || (found.kind === 'line' && found.listed === null);
  return isOfLedger ? OFTEN_MS : Number.POSITIVE_INFINITY;
}

/** The story of a line or a request: why it is not where it should be, and what to do. */
export function LineView({ id }: { id: string | undefined }) {
  return (
    <>
      <Title>{id === undefined ? 'Line' : id}</Title>
      <Search id={id} />
      {id === undefined ? (
        <p>A line by its id, dxcon-…; or a request, as tenant/requestId; or the id of a message, an event or a call.</p>
      ) : (
        <Shown what={id} />
      )}
    </>
  );
}

function Search({ id }: { id: string | undefined }) {
  const search = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const what = String(new FormData(event.currentTarget).get('what') ?? '').trim();
    if (what !== '') location.hash = hrefOf({ view: 'line', id: what });
  };
  return (
    <search>
      <form class="search" onSubmit={search}>
        <label>
          Line or request{' '}
          <input name="what" type="search" required defaultValue={id ?? ''} spellcheck={false} autoComplete="off" />
        </label>
        <button type="submit">Show</button>
      </form>
    </search>
  );
}

function Shown({ what }: { what: string }) {
  const polled = usePolled<Found>(`/api/show?what=${encodeURIComponent(what)}`, everyMs);
  const { document: found } = polled;
  return (
    <>
      <NotOfNow polled={polled} />
      {found && <FoundOne found={found} />}
    </>
  );
}

function FoundOne({ found }: { found: Found }) {
  switch (found.kind) {
    case 'request':
      return <Story story={found} />;
    case 'line':
      return <WholeLine line={found} />;
    case 'requests':
      return <Requests caption="Requests that have this id" requests={found.requests} />;
    case 'messages':
      return (
        <>
          <p>
            This message became no request: it was answered as REJECTED. The order system sends it again as it should
            be.
          </p>
          <Logged logged={found.logged} />
        </>
      );
  }
}

/** Whatever happened to it last, or happens now, is told whole. */
function WholeLine({ line }: { line: LineDocument }) {
  const { requests, lastMovedBy, logged } = line;
  const [request] = requests;
  const name = request ? `${request.tenant}/${request.requestId}` : lastMovedBy;
  return (
    <>
      <LineFacts line={line} />
      <section aria-labelledby="unfinished">
        <h2 id="unfinished">Not finished</h2>
        {requests.length === 0 ? (
          <p>No request for it is unfinished.</p>
        ) : (
          <Requests caption="Requests for it that are not finished" requests={requests} />
        )}
      </section>
      {name !== null && (
        <section aria-labelledby="story">
          <h2 id="story">
            {request ? 'What happens now' : 'Its last move'}: {name}
          </h2>
          <Shown what={name} />
        </section>
      )}
      {logged && <Logged logged={logged} />}
    </>
  );
}

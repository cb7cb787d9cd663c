import { useCallback, useEffect, useState } from 'preact/hooks';
import type { StatusDocument } from '../cli/look/summary.ts';
import { printable } from '../cli/output/printable.ts';
import { count } from '../cli/output/words.ts';
import type { Session } from '../cli/ui/app.ts';
import type { Route } from './model/route.ts';
import { Ask } from './parts/ask.tsx';
import { Header } from './parts/header.tsx';
import { Outcome } from './parts/outcome.tsx';
import { NotOfNow } from './parts/problem.tsx';
import { AskContext, SessionContext } from './parts/session.ts';
import { Stops } from './parts/stops.tsx';
import { Title } from './parts/title.tsx';
import { useRoute } from './parts/use-route.ts';
import type { Polled } from './reading/poll.ts';
import { usePolled } from './reading/use-polled.ts';
import { Attention } from './views/attention.tsx';
import { LineView } from './views/line.tsx';
import { Log } from './views/log.tsx';
import { PlanView } from './views/plan.tsx';
import { Ports } from './views/ports.tsx';
import { Run } from './views/run.tsx';

const once = () => Number.POSITIVE_INFINITY;

export function App() {
  const route = useRoute();
  const session = usePolled<Session>('/api/session', once);
  const status = usePolled<StatusDocument>('/api/status');
  const [asked, setAsked] = useState<readonly string[]>();
  const [said, setSaid] = useState<readonly string[]>([]);
  const needs = status.document?.attention.length;
  useDocumentTitle(route, needs, session.document?.stage);
  const done = useCallback((lines: readonly string[]) => {
    setSaid(lines);
    setAsked(undefined);
  }, []);
  return (
    <SessionContext.Provider value={session.document}>
      <AskContext.Provider value={setAsked}>
        <Header route={route} needs={needs} session={session.document} />
        <Stops drains={status.document?.drains ?? []} onDone={setSaid} />
        <main>
          <Outcome said={said} onSeen={() => setSaid([])} />
          {session.problem ? <NotOpen session={session} /> : <Shown route={route} status={status} />}
        </main>
        {asked && <Ask words={asked} onDone={done} onLeft={() => setAsked(undefined)} />}
      </AskContext.Provider>
    </SessionContext.Provider>
  );
}

/** Without an answer to the first question there is nothing to show. */
function NotOpen({ session }: { session: Polled<Session> }) {
  return (
    <>
      <Title>Not open</Title>
      <NotOfNow polled={session} />
    </>
  );
}

/** Each view is made anew for what it is of. */
function Shown({ route, status }: { route: Route; status: Polled<StatusDocument> }) {
  const { view, id, more } = route;
  switch (view) {
    case 'attention':
      return <Attention status={status} cause={more} />;
    case 'run':
      return <Run key={id} id={id} state={more} status={status} />;
    case 'line':
      return <LineView key={id} id={id} />;
    case 'ports':
      return <Ports />;
    case 'plan':
      return <PlanView key={id} id={id} status={status} />;
    case 'log':
      return <Log key={id} id={id} status={status} />;
  }
}

/** Says what is the matter also where only tabs are seen. */
function useDocumentTitle({ view, id }: Route, needs: number | undefined, stage: string | undefined): void {
  const attention = needs ? `${count(needs, 'needs you', 'need you')} · ` : '';
  const what = [view.replace(/^./, (first) => first.toUpperCase()), id].filter(Boolean).join(' ');
  useEffect(() => {
    document.title = printable(`${attention}${what} · dxm ${stage ?? ''}`);
  }, [attention, what, stage]);
}

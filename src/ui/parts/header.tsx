import { count } from '../../cli/output/words.ts';
import type { Session } from '../../cli/ui/app.ts';
import { hrefOf, type Route, VIEWS, type View } from '../model/route.ts';

const NAMES: Record<View, string> = {
  ...{ attention: 'Attention', run: 'Run', line: 'Line' },
  ...{ ports: 'Ports', plan: 'Plan', log: 'Log' },
};

interface HeaderProps {
  route: Route;
  needs: number | undefined;
  session: Session | undefined;
}

/** The views, of which stage they are, and as whom one decides here. */
export function Header({ route, needs, session }: HeaderProps) {
  return (
    <header>
      <strong class="stage">dxm {session?.stage}</strong>
      <nav aria-label="Views">
        <ul>
          {VIEWS.map((view) => (
            <li key={view}>
              <a href={hrefOf(linked(view, route))} aria-current={view === route.view ? 'page' : undefined}>
                {NAMES[view]}
                {view === 'attention' && needs ? <Badge needs={needs} /> : null}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <span class="who">{session && (session.isReadOnly ? 'only reads' : `as ${session.by}`)}</span>
    </header>
  );
}

/** From one view of a drain to another one of it. */
function linked(view: View, { view: from, id }: Route): Route {
  const OF_DRAIN: readonly View[] = ['run', 'plan', 'log'];
  return OF_DRAIN.includes(view) && OF_DRAIN.includes(from) && id !== undefined ? { view, id } : { view };
}

function Badge({ needs }: { needs: number }) {
  return (
    <span class="badge">
      {needs}
      <span class="hidden"> {count(needs, 'needs', 'need').replace(/^\S+ /, '')} a person</span>
    </span>
  );
}

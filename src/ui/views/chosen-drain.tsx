import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { StatusDocument } from '../../cli/look/summary.ts';
import { hrefOf, type View } from '../model/route.ts';
import { NotOfNow } from '../parts/problem.tsx';
import { Title } from '../parts/title.tsx';
import type { Polled } from '../reading/poll.ts';
import { DrainList } from './drain-list.tsx';

interface ChosenDrainProps {
  id: string | undefined;
  status: Polled<StatusDocument>;
  view: View;
  title: string;
  children: (drainId: string) => ComponentChildren;
}

/** A view of a drain: of the one that the address says, else of the only one there is; of many, one chooses. */
export function ChosenDrain({ id, status, view, title, children }: ChosenDrainProps) {
  const drains = status.document?.drains ?? [];
  const only = drains.length === 1 ? drains[0]?.drainId : undefined;
  useEffect(() => {
    // It stays the one that is looked at, when another one begins, and when it has ended.
    if (id === undefined && only !== undefined) location.replace(hrefOf({ view, id: only }));
  }, [id, only, view]);
  if (id !== undefined) return <>{children(id)}</>;
  return (
    <>
      <Title>{title}</Title>
      <NotOfNow polled={status} />
      {status.document && <DrainList drains={drains} view={view} />}
    </>
  );
}

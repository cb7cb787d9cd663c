import type { ComponentChildren } from 'preact';
import type { StatusDocument } from '../../cli/look/summary.ts';
import type { View } from '../model/route.ts';
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
  const drainId = id ?? only;
  if (drainId !== undefined) return <>{children(drainId)}</>;
  return (
    <>
      <Title>{title}</Title>
      <NotOfNow polled={status} />
      {status.document && <DrainList drains={drains} view={view} />}
    </>
  );
}

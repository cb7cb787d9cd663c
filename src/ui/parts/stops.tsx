import { useState } from 'preact/hooks';
import type { StatusDocument } from '../../cli/look/summary.ts';
import type { PageError } from '../../cli/ui/page-error.ts';
import { STOPPED_BY_HAND } from '../../cli/words/stopped-by-hand.ts';
import { hrefOf } from '../model/route.ts';
import { toPageError } from '../reading/api.ts';
import { carriedOut } from './ask.tsx';
import { Problem } from './problem.tsx';
import { useWhyNot } from './session.ts';

type Drain = NonNullable<StatusDocument['drains']>[number];

interface StopsProps {
  drains: readonly Drain[];
  onDone: (said: readonly string[]) => void;
}

/** Each drain that is under way, in whatever view; and of one that runs its stop: one click, without a question. */
export function Stops({ drains, onDone }: StopsProps) {
  const underWay = drains.filter(({ state }) => state === 'RUNNING' || state === 'STOPPED' || state === 'ENDING');
  if (underWay.length === 0) return null;
  return (
    <section class="stops" aria-label="Drains under way">
      {underWay.map((drain) => (
        <StopOne key={drain.drainId} drain={drain} onDone={onDone} />
      ))}
    </section>
  );
}

function StopOne({ drain: { drainId, state }, onDone }: { drain: Drain } & Pick<StopsProps, 'onDone'>) {
  const words = ['drain', 'stop', drainId];
  const whyNot = useWhyNot(words);
  const [problem, setProblem] = useState<PageError>();
  const [isUnderWay, setUnderWay] = useState(false);
  const stop = async () => {
    setProblem(undefined);
    setUnderWay(true);
    try {
      onDone(await carriedOut(words, STOPPED_BY_HAND));
    } catch (error) {
      setProblem(toPageError(error));
    }
    setUnderWay(false);
  };
  return (
    <div class="stop-one">
      <a href={hrefOf({ view: 'run', id: drainId })}>
        {drainId} is {state}
      </a>
      {state === 'RUNNING' && (
        <span class="denied">
          {whyNot !== undefined && <small>not allowed: {whyNot}</small>}
          {/* Whoever clicks once more, stops once more: that does no harm. */}
          <button type="button" class="stop" disabled={whyNot !== undefined} onClick={() => void stop()}>
            {isUnderWay ? 'Stopping' : 'Stop'} {drainId}
          </button>
        </span>
      )}
      {problem && (
        <div role="alert">
          <Problem problem={problem} />
        </div>
      )}
    </div>
  );
}

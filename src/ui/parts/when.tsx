import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { duration, inLocalTime, localTime } from '../../cli/output/time.ts';

/** A time as its reader's clock has it. @param at in UTC, as ISO text; null: there is none */
export function When({ at }: { at: string | null | undefined }) {
  if (at === null || at === undefined) return <>–</>;
  return <time dateTime={at}>{localTime(Date.parse(at))}</time>;
}

interface SinceProps {
  at: string | null | undefined;
  /** It has happened then, and does not go on. */
  isOver?: true;
}

/** For how long it has been so, or how long ago it was, or in how long it will be. */
export function Since({ at, isOver }: SinceProps) {
  const now = useContext(NowContext);
  if (at === null || at === undefined) return null;
  const ms = now - Date.parse(at);
  const past = isOver ? `${duration(ms)} ago` : `for ${duration(ms)}`;
  // A clock is never quite that of another machine.
  const text = ms < -1_000 ? `in ${duration(-ms)}` : past;
  return (
    <time dateTime={at} title={localTime(Date.parse(at))}>
      {text}
    </time>
  );
}

/** A text of the service, its times as its reader's clock has them. */
export function Text({ children }: { children: string }) {
  return <>{inLocalTime(children)}</>;
}

const NowContext = createContext(Date.now());

/** Tells all that say how long something has been so what time it is, a second at a time while the page is seen. */
export function Clock({ children }: { children: ComponentChildren }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <NowContext.Provider value={now}>{children}</NowContext.Provider>;
}

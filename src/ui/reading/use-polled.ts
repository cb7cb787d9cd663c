import { useEffect, useState } from 'preact/hooks';
import { OFTEN_MS, type Polled, poll } from './poll.ts';

const often = () => OFTEN_MS;

/**
 * A document that is kept up to date while it is shown.
 *
 * @param path undefined: nothing is read
 * @param everyMs the same function at each call
 */
export function usePolled<Doc>(path: string | undefined, everyMs: (document: Doc) => number = often): Polled<Doc> {
  const [polled, setPolled] = useState<{ path: string | undefined; known: Polled<Doc> }>({ path, known: {} });
  useEffect(
    () => (path === undefined ? undefined : poll<Doc>(path, everyMs, (known) => setPolled({ path, known }))),
    [path, everyMs],
  );
  // What was read of something else is not shown.
  return polled.path === path ? polled.known : {};
}

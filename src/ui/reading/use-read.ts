import { useEffect, useState } from 'preact/hooks';
import { ApiError, get, toPageError } from './api.ts';
import type { Polled } from './poll.ts';

/** A document that is read once: what it took to read it is too much to be read again by itself. */
export function useRead<Doc>(path: string): Polled<Doc> {
  const [read, setRead] = useState<{ path: string; known: Polled<Doc> }>({ path, known: {} });
  useEffect(() => {
    get<Doc>(path).then(
      (got) => got !== 'unchanged' && setRead({ path, known: { document: got.document, readAtMs: Date.now() } }),
      (error) => setRead({ path, known: { problem: new ApiError(0, toPageError(error)) } }),
    );
  }, [path]);
  return read.path === path ? read.known : {};
}

import { ApiError, get, toPageError } from './api.ts';

/** What was read last, and why it is not of now, where that is so. Times in milliseconds since the epoch. */
export interface Polled<Doc> {
  document?: Doc;
  readAtMs?: number;
  problem?: ApiError;
}

/** Says to all that look that something has been changed. */
export const changes = new EventTarget();

/** So often people see what is new, in milliseconds; asking takes a moment as well. */
export const OFTEN_MS = 1_500;

/** What is refused, and not only unanswered, is so the next time. */
const isFinal = ({ status }: ApiError) => status === 401 || status === 403 || status === 409;

/**
 * Reads again and again while the page is seen, and not while it is hidden; at once when it is seen again, and after a change.
 *
 * @param everyMs after what was read last; Infinity: not again by itself
 * @returns ends it
 */
export function poll<Doc>(
  path: string,
  everyMs: (document: Doc) => number,
  tell: (polled: Polled<Doc>) => void,
): () => void {
  const over = new AbortController();
  let [timer, isReading, isWanted] = [0, false, false];
  let [last, etag] = [{} as Polled<Doc>, null as string | null];

  async function look(): Promise<void> {
    clearTimeout(timer);
    // What is being read may be of before the change.
    isWanted = isReading;
    if (document.hidden || isReading || over.signal.aborted) return;
    isReading = true;
    last = await readOnce();
    isReading = false;
    if (over.signal.aborted) return;
    tell(last);
    const waitMs = isWanted ? 0 : waitOf(last);
    if (waitMs < Number.POSITIVE_INFINITY) timer = window.setTimeout(begin, waitMs);
  }

  async function readOnce(): Promise<Polled<Doc>> {
    try {
      const got = await get<Doc>(path, etag);
      if (got === 'unchanged')
        return { ...(last.document === undefined ? {} : { document: last.document }), readAtMs: Date.now() };
      etag = got.etag;
      return { document: got.document, readAtMs: Date.now() };
    } catch (error) {
      const { problem: _before, ...known } = last;
      return {
        ...known,
        problem: error instanceof ApiError ? error : new ApiError(0, toPageError(error)),
      };
    }
  }

  function waitOf({ document: known, problem }: Polled<Doc>): number {
    if (problem && isFinal(problem)) return Number.POSITIVE_INFINITY;
    return known === undefined ? OFTEN_MS : everyMs(known);
  }

  const begin = () => void look();
  document.addEventListener('visibilitychange', begin, over);
  changes.addEventListener('change', begin, over);
  begin();
  return () => {
    over.abort();
    clearTimeout(timer);
  };
}

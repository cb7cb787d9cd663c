import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageError } from '../../cli/ui/page-error.ts';
import { post, toPageError } from '../reading/api.ts';
import { changes } from '../reading/poll.ts';
import { Problem } from './problem.tsx';
import { Text } from './when.tsx';

interface AskProps {
  /** The command, without `dxm`. */
  words: readonly string[];
  /** What it came to. */
  onDone: (said: readonly string[]) => void;
  onLeft: () => void;
}

/** What a command would do, and a question: it is carried out with a reason, or left. */
export function Ask({ words, onDone, onLeft }: AskProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { does, problem, isBusy, carryOut } = useCommand(words, onDone);
  const [why, setWhy] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    void carryOut(why);
  };
  return (
    <dialog ref={dialog} aria-labelledby="ask-title" onClose={onLeft}>
      <h2 id="ask-title">dxm {words.join(' ')}</h2>
      {does ? (
        <pre class="does">
          <Text>{does.join('\n')}</Text>
        </pre>
      ) : (
        !problem && <p class="quiet">Looking what it would do …</p>
      )}
      {problem && (
        <div role="alert">
          <Problem problem={problem} />
        </div>
      )}
      <form onSubmit={submit}>
        {does && (
          <label>
            Why? It is kept with the decision, and shown to others.
            <input
              name="why"
              required
              maxLength={500}
              autoComplete="off"
              value={why}
              onInput={({ currentTarget }) => setWhy(currentTarget.value)}
            />
          </label>
        )}
        <p class="buttons">
          {does && (
            <button type="submit" class="primary" disabled={isBusy}>
              {isBusy ? 'Doing it …' : 'Do it'}
            </button>
          )}
          <button type="button" onClick={() => dialog.current?.close()}>
            Leave it
          </button>
        </p>
      </form>
    </dialog>
  );
}

/** What it would do is asked for first; then it is carried out, once. */
function useCommand(words: readonly string[], onDone: AskProps['onDone']) {
  const [does, setDoes] = useState<readonly string[]>();
  const [problem, setProblem] = useState<PageError>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    post<{ does: string[] }>('/api/commands/intention', { words }).then(({ does: lines }) => setDoes(lines), fail);
  }, [words]);
  async function carryOut(why: string): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      onDone(await carriedOut(words, why));
    } catch (error) {
      fail(error);
    }
    setBusy(false);
  }
  function fail(error: unknown): void {
    setProblem(toPageError(error));
  }
  return { does, problem, isBusy, carryOut };
}

/** Has it done, and all views read again. @throws ApiError */
export async function carriedOut(words: readonly string[], why: string): Promise<readonly string[]> {
  try {
    return (await post<{ said: string[] }>('/api/commands', { words, why })).said;
  } finally {
    changes.dispatchEvent(new Event('change'));
  }
}

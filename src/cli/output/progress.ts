import ora from 'ora';

/** How far long work has come, on standard error. */
export interface Progress {
  say(text: string): void;
  /** Takes it away. */
  end(): void;
}

/** A spinner on a terminal. Elsewhere nothing: a log has no use for it. */
export function progress(): Progress {
  // In a terminal that reports no width, 0 columns, ora clears lines without end.
  if (!process.stderr.isTTY || !process.stderr.columns) return { say: () => {}, end: () => {} };
  // To discard what is typed ora would make the terminal raw: Ctrl-C would be a character and no signal. Of NO_COLOR it knows nothing.
  const spinner = ora({ stream: process.stderr, discardStdin: false, color: process.env.NO_COLOR ? false : 'cyan' });
  return {
    say: (text) => {
      spinner.text = text;
      if (!spinner.isSpinning) spinner.start();
    },
    end: () => void spinner.stop(),
  };
}

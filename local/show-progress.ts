import ora from 'ora';

export interface Progress {
  say: (text: string) => void;
  succeed: (text: string) => void;
  fail: (text: string) => void;
}

/** Without a terminal, one line at most every so many milliseconds. */
const LINE_INTERVAL = 3_000;

/** A spinner on standard error for a terminal, plain lines for a log. */
export function showProgress(): Progress {
  // In a terminal that reports no width, 0 columns, ora 9.4.1 clears lines without end.
  if (!process.stderr.columns) return lines();
  // To discard what is typed ora would make the terminal raw: Ctrl-C would be a character and no signal.
  const spinner = ora({ stream: process.stderr, discardStdin: false });
  return {
    say: (text) => {
      spinner.text = text;
      if (!spinner.isSpinning) spinner.start();
    },
    succeed: (text) => void spinner.succeed(text),
    fail: (text) => void spinner.fail(text),
  };
}

function lines(): Progress {
  let last = 0;
  const write = (text: string) => void process.stderr.write(`${text}\n`);
  return {
    say: (text) => {
      if (Date.now() < last + LINE_INTERVAL) return;
      last = Date.now();
      write(text);
    },
    succeed: write,
    fail: write,
  };
}

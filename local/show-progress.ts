import ora from 'ora';

export interface Progress {
  say: (text: string) => void;
  succeed: (text: string) => void;
  fail: (text: string) => void;
}

/** Where nobody watches, a line at most every so many milliseconds. */
const LINE_INTERVAL = 3_000;

/** A spinner on standard error for a terminal, plain lines for a log. */
export function showProgress(): Progress {
  const spinner = ora({ stream: process.stderr });
  if (!process.stderr.isTTY) return lines();
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

import { spinner } from '../src/terminal/spinner.ts';

export interface Progress {
  say: (text: string) => void;
  succeed: (text: string) => void;
  fail: (text: string) => void;
}

/** Without a terminal, one line at most every so many milliseconds. */
const LINE_INTERVAL = 3_000;

/** A spinner on standard error for a terminal, plain lines for a log. */
export function showProgress(): Progress {
  const drawn = spinner();
  if (!drawn) return lines();
  return {
    say: (text) => {
      drawn.text = text;
      if (!drawn.isSpinning) drawn.start();
    },
    succeed: (text) => void drawn.succeed(text),
    fail: (text) => void drawn.fail(text),
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

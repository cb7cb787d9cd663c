import ora, { type Ora } from 'ora';

/**
 * A spinner on standard error; undefined where there is no terminal whose width is known.
 *
 * @param interval between two of its frames, in milliseconds; all of its text is written with each
 */
export function spinner(interval?: number): Ora | undefined {
  // In a terminal that reports no width, 0 columns, ora 9.4.1 clears lines without end.
  if (!process.stderr.isTTY || !process.stderr.columns) return undefined;
  // To discard what is typed ora would make the terminal raw: Ctrl-C would be a character and no signal.
  // Of NO_COLOR it knows nothing.
  const options = { stream: process.stderr, discardStdin: false, ...(interval === undefined ? {} : { interval }) };
  return ora({ ...options, color: process.env.NO_COLOR ? false : 'cyan' });
}

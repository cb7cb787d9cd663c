import { styleText } from 'node:util';
import Table from 'cli-table3';

const PLAIN_BORDERS = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '' },
  ...{ 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

/** A table without borders, for a terminal. */
export function table(head: string[], rows: string[][]): string {
  const options = {
    head,
    chars: PLAIN_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  };
  const drawn = new Table({ ...options, head: head.map((text) => styleText('dim', text)) });
  drawn.push(...rows);
  return drawn.toString();
}

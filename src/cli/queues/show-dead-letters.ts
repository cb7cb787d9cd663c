import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { type Column, table } from '../output/table.ts';
import { localTime } from '../output/time.ts';
import type { DeadLetter, LetterVerdict } from './dead-letter.ts';

const WORDS: Record<LetterVerdict, string> = {
  known: 'known: may go',
  notInLedger: 'not in the ledger',
  otherContent: 'other content',
  unreadable: 'unreadable',
};

/** In words, for one of them. */
export function verdictInWords({ verdict, requestId, state, problem }: DeadLetter): string {
  switch (verdict) {
    case 'known':
      return `the ledger has ${requestId}, with the same content: it is ${state}`;
    case 'notInLedger':
      return `the ledger does not have ${requestId}: no one was answered, and no one works on it`;
    case 'otherContent':
      return `the ledger has another request ${requestId}, which is ${state}: this one was never answered`;
    case 'unreadable':
      return `it cannot be read as a request (${problem}): no one was answered`;
  }
}

/** A tenant's dead letters, and what to do about each kind. */
export function showDeadLetters(tenant: string, letters: readonly DeadLetter[], out: Output): void {
  const senders = [...new Set(letters.map(({ sender }) => sender))];
  const of = senders.length === 1 ? ` of ${senders[0]}` : '';
  out.line(
    out.colour.bold(printable(`${tenant}: ${letters.length} dead letter${letters.length === 1 ? '' : 's'}${of}`)),
  );
  if (letters.length === 0) return;
  const bySender: Column<DeadLetter> = { title: 'sender', cell: ({ sender }) => printable(sender) };
  out.line(
    table(
      letters,
      [
        { title: 'verdict', cell: ({ verdict }) => WORDS[verdict] },
        { title: 'request', cell: ({ requestId = '-' }) => printable(requestId), isFlexible: true },
        { title: 'line', cell: ({ connectionId = '-' }) => printable(connectionId) },
        ...(senders.length > 1 ? [bySender] : []),
        { title: 'since', cell: ({ sentAtMs }) => (Number.isNaN(sentAtMs) ? '-' : localTime(sentAtMs)) },
      ],
      out,
    ),
  );
  for (const verdict of ORDER) {
    const some = letters.filter((letter) => letter.verdict === verdict);
    if (some.length > 0) for (const line of DO[verdict](tenant, some)) out.line(printable(line));
  }
  out.line();
}

const ORDER: readonly LetterVerdict[] = ['notInLedger', 'otherContent', 'unreadable', 'known'];

/** One by one, since each has to be dealt with first. */
const clearEach = (tenant: string, letters: readonly DeadLetter[]) =>
  letters.map(
    ({ messageId, requestId }) =>
      `  dxm dlq clear ${tenant} --message ${messageId}${requestId ? `   # ${requestId}` : ''}`,
  );

const DO: Record<LetterVerdict, (tenant: string, letters: readonly DeadLetter[]) => string[]> = {
  known: (tenant, { length }) => [
    '',
    `Known (${length}): the ledger works on these. Delete them:`,
    `  dxm dlq clear ${tenant} --known`,
  ],
  notInLedger: (_tenant, { length }) => [
    '',
    `Not in the ledger (${length}): no one was answered. Fix what the log of migrate says about them, then have the`,
    'order system send them again, unchanged. Then they are known. Are there too many for it? docs/operations/redrive.md',
  ],
  otherContent: (tenant, letters) => [
    '',
    `Other content (${letters.length}): never answered. Have the order system send each again, unchanged: it is answered`,
    'CONFLICTING_REQUEST. Then delete it:',
    ...clearEach(tenant, letters),
  ],
  unreadable: (tenant, letters) => [
    '',
    `Unreadable (${letters.length}): never answered. Have the order system send each again: it is answered INVALID_REQUEST.`,
    ...new Set(letters.map(({ problem }) => `  ${problem}`)),
    'Then delete it:',
    ...clearEach(tenant, letters),
  ],
};

import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { type Column, table } from '../output/table.ts';
import { duration, localTime } from '../output/time.ts';
import { count } from '../output/words.ts';
import { wrapped } from '../output/wrapped.ts';
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
export function showDeadLetters(tenant: string, letters: readonly DeadLetter[], out: Output, now: number): void {
  const senders = [...new Set(letters.map(({ sender }) => sender))];
  const of = senders.length === 1 ? ` of ${senders[0]}` : '';
  out.line(out.colour.bold(printable(`${tenant}: ${count(letters.length, 'dead letter')}${of}`)));
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
        { title: 'for', cell: ({ sentAtMs }) => (Number.isNaN(sentAtMs) ? '-' : duration(now - sentAtMs)) },
      ],
      out,
    ),
  );
  for (const verdict of ORDER) {
    const some = letters.filter((letter) => letter.verdict === verdict);
    if (some.length > 0) showWhatToDo(DO[verdict](tenant, some), out);
  }
  out.line();
}

/** A paragraph of its own, as wide as the terminal; a command is for copying, and stays in one piece. */
export function showWhatToDo(lines: readonly string[], out: Output): void {
  out.line();
  for (const line of lines) {
    const parts = /^ +dxm /.test(line) ? [printable(line)] : wrapped(printable(line), out.width);
    for (const part of parts) out.line(part);
  }
}

const ORDER: readonly LetterVerdict[] = ['notInLedger', 'otherContent', 'unreadable', 'known'];

/** One by one, since each has to be dealt with first. */
const clearEach = (tenant: string, letters: readonly DeadLetter[]) =>
  letters.map(
    ({ messageId, requestId }) =>
      `  dxm dlq clear ${tenant} --message ${messageId}${requestId ? `   # ${requestId}` : ''}`,
  );

/** With the sender where there are several: whose a letter is, is for a person to say. */
function clearKnown(tenant: string, letters: readonly DeadLetter[]): string[] {
  const senders = [...new Set(letters.filter(({ isFirst }) => !isFirst).map(({ sender }) => sender))];
  const command = `  dxm dlq clear ${tenant} --known`;
  return senders.length < 2 ? [command] : senders.map((sender) => `${command} --sender ${sender}`);
}

const DO: Record<LetterVerdict, (tenant: string, letters: readonly DeadLetter[]) => string[]> = {
  known: (tenant, letters) => [
    `Known (${letters.length}): the ledger works on these, and they may go:`,
    ...clearKnown(tenant, letters),
  ],
  notInLedger: (_tenant, letters) => [
    `Not in the ledger (${letters.length}): no one was answered, and no one works on them. Find out what failed, and fix it; the logs of one:`,
    ...letters.slice(0, 1).map(({ messageId }) => `  dxm show ${messageId}`),
    'Then have the order system send them again, unchanged: then they are known. If there are too many for it, see docs/operations/redrive.md',
  ],
  otherContent: (tenant, letters) => [
    `Other content (${letters.length}): never answered. Have the order system send each again, unchanged: it is answered CONFLICTING_REQUEST. Then delete it:`,
    ...clearEach(tenant, letters),
  ],
  unreadable: (tenant, letters) => [
    `Unreadable (${letters.length}): never answered. Find the order by its body and time; as the order system sends it again, so it is answered INVALID_REQUEST. Then delete it:`,
    ...letters.flatMap((letter) => [
      `  ${Number.isNaN(letter.sentAtMs) ? 'sent at an unknown time' : localTime(letter.sentAtMs)}: ${cut(letter.body ?? '')}`,
      `  wrong: ${cut(letter.problem ?? '')}`,
      ...clearEach(tenant, [letter]),
    ]),
  ],
};

/** Of what is wrong with a message, in characters. */
const SHOWN = 200;

export function cut(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

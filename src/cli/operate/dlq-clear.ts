import { CliError, UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { printable } from '../output/printable.ts';
import { count } from '../output/words.ts';
import { confirmLoss } from '../queues/confirm-loss.ts';
import { type DeadLetter, judge } from '../queues/dead-letter.ts';
import { look } from '../queues/look.ts';
import type { Letter, Looked } from '../queues/look-through.ts';
import { deadLetterQueue, type TenantQueue } from '../queues/queue-urls.ts';
import { sayLooked } from '../queues/say-looked.ts';
import { verdictInWords } from '../queues/show-dead-letters.ts';

interface Options {
  known?: boolean;
  message?: string;
  sender?: string;
  yes?: boolean;
}

/** Whether a dead letter is to go. */
type Choice = (letter: DeadLetter) => boolean;

/** Deletes dead letters: what was chosen is read and shown first, and judged again as it is deleted. */
export async function run(context: Context, tenant: string, options: Options): Promise<undefined> {
  const { out } = context;
  const { known, message, sender, yes } = options;
  if ((known === undefined) === (message === undefined)) {
    throw new UsageError('which of them?', { todo: 'say --known, or --message with an id that dxm dlq shows' });
  }
  const choice: Choice = known
    ? (letter) => letter.verdict === 'known' && (sender === undefined || letter.sender === sender)
    : (letter) => letter.messageId === message;
  const queue = await deadLetterQueue(context, tenant);
  const chosen: DeadLetter[] = [];
  const note: Choice = (letter) => {
    if (choice(letter)) chosen.push(letter);
    return false;
  };
  const before = await pass(queue, note, context);
  if (chosen.length === 0) {
    sayLooked(out, before, tenant);
    const isWhole = before.seen >= before.count;
    throw new CliError(
      `nothing was deleted: there is no such dead letter${isWhole ? '' : ' among those that can be seen now'}`,
      { todo: isWhole ? `dxm dlq ${tenant} shows those that there are` : 'try again in a minute' },
    );
  }
  if (known) onlyOneSender(chosen, tenant);
  await confirmLoss(context, questionOf(chosen, tenant, known === true), yes);
  const senders = new Set(chosen.map((letter) => letter.sender));
  const after = await pass(queue, (letter) => choice(letter) && senders.has(letter.sender), context);
  const { deleted } = after;
  sayLooked(out, after, tenant);
  const left = Math.max(0, after.count - deleted);
  if (out.isJson) out.json({ tenant, deleted, left });
  else out.line(`Deleted ${deleted}${left > 0 ? `; about ${left} are left: dxm dlq ${tenant}` : ''}.`);
  return undefined;
}

function pass({ url, tenant }: TenantQueue, goes: Choice, context: Context): Promise<Looked> {
  const visit = async (ten: readonly Letter[]) => {
    const judged = await Promise.all(ten.map((letter) => judge(letter, tenant, context)));
    return ten.filter((_letter, index) => judged[index] && goes(judged[index]));
  };
  return look(url, visit, context);
}

/** Whether a sender is the tenant's only the tenants file says. What came with the ledger's own message is the tenant's for sure. */
function onlyOneSender(chosen: readonly DeadLetter[], tenant: string): void {
  const senders = [...new Set(chosen.filter(({ isFirst }) => !isFirst).map(({ sender }) => sender))];
  if (senders.length < 2) return;
  throw new CliError(`these are of ${senders.length} senders: ${senders.join(', ')}`, {
    todo: `say whose with --sender: one that the tenants file has for ${tenant}`,
  });
}

function questionOf(chosen: readonly DeadLetter[], tenant: string, known: boolean): string[] {
  const [one] = chosen;
  if (known || one === undefined) {
    const senders = [...new Set(chosen.map(({ sender }) => sender))].join(', ');
    return [
      `Deletes ${count(chosen.length, 'dead letter')} of ${tenant}, sent by ${senders}, which the ledger has with the same content.`,
      'If more of them are behind these, they go too.',
    ].map(printable);
  }
  const isLoss = one.verdict !== 'known';
  return [
    `Deletes the dead letter ${one.messageId} of ${tenant}: ${verdictInWords(one)}.`,
    ...(isLoss ? ['Was it sent again? If not, it is lost.'] : []),
  ].map(printable);
}

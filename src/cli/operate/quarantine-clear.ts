import { CliError, UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { printable } from '../output/printable.ts';
import { confirmLoss } from '../queues/confirm-loss.ts';
import { look } from '../queues/look.ts';
import type { Letter } from '../queues/look-through.ts';
import { copyOf, isMeant, type Selection } from '../queues/quarantined.ts';
import { queueUrl } from '../queues/queue-urls.ts';
import { sayLooked } from '../queues/say-looked.ts';

/** Deletes the copies that are done with: all with one reason of one sender or tenant, or one of them. */
export async function run(context: Context, { yes, ...selection }: Selection & { yes?: boolean }): Promise<undefined> {
  const { out } = context;
  const { reason, sender, tenant, message } = selection;
  if (message === undefined && (reason === undefined || (sender ?? tenant) === undefined)) {
    throw new UsageError('which of them?', {
      todo: 'say --reason with --sender or --tenant, or --message with an id; dxm quarantine shows what there is',
    });
  }
  const url = await queueUrl(context, 'quarantine');
  await confirmLoss(context, [questionOf(selection)], yes);
  const visit = async (ten: readonly Letter[]) => ten.filter((letter) => isMeant(copyOf(letter), selection));
  const looked = await look(url, visit, context);
  sayLooked(out, looked, 'quarantine');
  if (looked.deleted === 0) {
    throw new CliError('nothing was deleted: there is no such copy', { todo: 'dxm quarantine shows what there is' });
  }
  const left = Math.max(0, looked.count - looked.deleted);
  if (out.isJson) out.json({ deleted: looked.deleted, left });
  else out.line(`Deleted ${looked.deleted}${left > 0 ? `; about ${left} are left` : ''}.`);
  return undefined;
}

function questionOf({ reason, sender, tenant, message }: Selection): string {
  const of = [
    message === undefined ? 'every copy' : `the copy ${message}`,
    ...(reason === undefined ? [] : [`with the reason ${reason}`]),
    ...(sender === undefined ? [] : [`of the sender ${sender}`]),
    ...(tenant === undefined ? [] : [`of the tenant ${tenant}`]),
  ];
  return printable(`Deletes ${of.join(' ')} from quarantine. Each was answered already; others stay.`);
}

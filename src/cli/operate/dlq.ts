import type { Context } from '../context/context.ts';
import { interruptible } from '../context/interruptible.ts';
import { EXIT } from '../exit-status.ts';
import { type Progress, progress } from '../output/progress.ts';
import { say } from '../output/say.ts';
import { type DeadLetter, judge } from '../queues/dead-letter.ts';
import { givingBack } from '../queues/giving-back.ts';
import { type Looked, type Looking, lookThrough } from '../queues/look-through.ts';
import { type OtherDeadLetters, otherDeadLetters } from '../queues/other-dead-letters.ts';
import { deadLetterQueue, deadLetterQueues, type TenantQueue } from '../queues/queue-urls.ts';
import { sayLooked } from '../queues/say-looked.ts';
import { showDeadLetters } from '../queues/show-dead-letters.ts';

/** Tenants whose queues are read at a time. */
const AT_A_TIME = 5;

interface Found extends TenantQueue {
  letters: DeadLetter[];
  looked: Looked;
}

/** Shows each message of the tenants' dead-letter queues, and whether it may go. */
export async function run(context: Context, tenant: string | undefined): Promise<number> {
  const { out } = context;
  const queues = tenant === undefined ? await deadLetterQueues(context) : [await deadLetterQueue(context, tenant)];
  const shown = progress();
  const back = givingBack(out, shown);
  const found = await interruptible((signal) => lookAll(queues, { signal, shown, onHide: back.hides }, context), back);
  for (const { tenant: name, looked } of found) sayLooked(out, looked, name);
  const waiting = found.filter(({ looked }) => looked.seen > 0 || looked.count > 0);
  const others = tenant === undefined ? await otherDeadLetters(context) : [];
  if (out.isJson) out.json([...found.map((one) => documentOf(one)), ...others]);
  else if (waiting.length === 0) out.line(nothingOf(tenant, others));
  else for (const { tenant: name, letters } of waiting) showDeadLetters(name, letters, out, context.clock());
  if (!out.isJson) showOthers(others, out);
  return waiting.length + others.length > 0 ? EXIT.attention : EXIT.ok;
}

function nothingOf(tenant: string | undefined, others: readonly OtherDeadLetters[]): string {
  if (tenant !== undefined) return `No dead letters of ${tenant}.`;
  return others.length > 0 ? 'No dead letters of order systems; but:' : 'No dead letters.';
}

function showOthers(others: readonly OtherDeadLetters[], out: Context['out']): void {
  for (const { queue, about, what, todo } of others) {
    say(out, `${queue}: about ${about}, ${what}`);
    say(out, `  do: ${todo}`);
  }
}

/** All are waited for whatever one of them does: each has messages to make visible again. */
async function lookAll(
  queues: readonly TenantQueue[],
  { signal, shown, onHide }: Omit<Looking, 'onTen'> & { shown: Progress },
  context: Context,
): Promise<Found[]> {
  const found: Found[] = [];
  try {
    for (let from = 0; from < queues.length && !signal.aborted; from += AT_A_TIME) {
      const looks = queues.slice(from, from + AT_A_TIME).map((queue) => {
        const onTen = ({ seen, count }: Looked) => shown.say(`${queue.tenant}: read ${seen} of about ${count}`);
        return look(queue, { signal, onTen, ...(onHide && { onHide }) }, context);
      });
      await Promise.allSettled(looks);
      found.push(...(await Promise.all(looks)));
    }
  } finally {
    shown.end();
  }
  return found;
}

async function look(queue: TenantQueue, options: Looking, context: Context): Promise<Found> {
  const letters: DeadLetter[] = [];
  const visit: Parameters<typeof lookThrough>[1] = async (ten) => {
    letters.push(...(await Promise.all(ten.map((letter) => judge(letter, queue.tenant, context)))));
    return [];
  };
  const looked = await lookThrough(queue.url, visit, context, options);
  return { ...queue, letters, looked };
}

function documentOf({ tenant, url, letters, looked }: Found) {
  return {
    tenant,
    queue: url.slice(url.lastIndexOf('/') + 1),
    url,
    about: looked.count,
    seen: looked.seen,
    letters: letters.map(({ sentAtMs, ...letter }) => ({ ...letter, sentAt: new Date(sentAtMs).toISOString() })),
  };
}

import type { Context } from '../context/context.ts';
import { interruptible } from '../context/interruptible.ts';
import { EXIT } from '../exit-status.ts';
import { progress } from '../output/progress.ts';
import { type DeadLetter, judge } from '../queues/dead-letter.ts';
import { type Looked, lookThrough } from '../queues/look-through.ts';
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
  const found = await interruptible((signal) => lookAll(queues, signal, context));
  for (const { tenant: name, looked } of found) sayLooked(out, looked, name);
  const waiting = found.filter(({ looked }) => looked.seen > 0 || looked.count > 0);
  if (out.isJson) out.json(found.map(documentOf));
  else if (waiting.length === 0) out.line(`No dead letters${tenant === undefined ? '' : ` of ${tenant}`}.`);
  else for (const { tenant: name, letters } of waiting) showDeadLetters(name, letters, out, context.clock());
  return waiting.length > 0 ? EXIT.attention : EXIT.ok;
}

/** All are waited for whatever one of them does: each has messages to make visible again. */
async function lookAll(queues: readonly TenantQueue[], signal: AbortSignal, context: Context): Promise<Found[]> {
  const found: Found[] = [];
  const shown = progress();
  try {
    for (let from = 0; from < queues.length && !signal.aborted; from += AT_A_TIME) {
      const looks = queues.slice(from, from + AT_A_TIME).map((queue) => {
        const onTen = ({ seen, count }: Looked) => shown.say(`${queue.tenant}: read ${seen} of about ${count}`);
        return look(queue, { signal, onTen }, context);
      });
      await Promise.allSettled(looks);
      found.push(...(await Promise.all(looks)));
    }
  } finally {
    shown.end();
  }
  return found;
}

async function look(queue: TenantQueue, options: Parameters<typeof lookThrough>[3], context: Context): Promise<Found> {
  const letters: DeadLetter[] = [];
  const visit: Parameters<typeof lookThrough>[1] = async (ten) => {
    letters.push(...(await Promise.all(ten.map((letter) => judge(letter, queue.tenant, context)))));
    return [];
  };
  const looked = await lookThrough(queue.url, visit, context, options);
  return { ...queue, letters, looked };
}

function documentOf({ tenant, letters, looked }: Found) {
  return {
    tenant,
    about: looked.count,
    seen: looked.seen,
    letters: letters.map(({ sentAtMs, ...letter }) => ({ ...letter, sentAt: new Date(sentAtMs).toISOString() })),
  };
}

import { requestPk } from '../../../aws/request-attributes.ts';
import type { Drain } from '../../../drain/run/drain.ts';
import { movesOf } from '../../../drain/run/moves.ts';
import { rehearsalIdOf } from '../../../drain/run/request-of.ts';
import { DRAINS_TENANT } from '../../../migration/model/drains-tenant.ts';
import { isFinal } from '../../../migration/model/request-item.ts';
import { CliError, UsageError } from '../../cli-error.ts';
import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { EXIT } from '../../exit-status.ts';
import { readItems } from '../../ledger/read-items.ts';
import { toStoredRequest } from '../../ledger/stored-request.ts';
import { progress } from '../../output/progress.ts';
import { count } from '../../output/words.ts';
import { outcomeOf } from '../../words/outcomes.ts';
import { waitOf, waitText } from '../../words/waits.ts';
import { askDrain } from './ask-drain.ts';
import { followUntilInterrupted } from './follow.ts';
import { type KnownDrain, readDrain } from './read-drain.ts';
import { type Rehearsed, rehearsalAsJson, showRehearsal } from './show-rehearsal.ts';

type Options = Omit<Deciding, 'why'> & { why?: string; watch?: boolean };

/** Sends every line as a dry run, waits for all of them, and shows what would be refused. */
export async function run(context: Context, drainId: string, options: Options): Promise<number> {
  const { out } = context;
  if (!options.watch) await send(context, drainId, options);
  const known = await readDrain(context, drainId);
  const number = known.drain.rehearsal?.number;
  if (number === undefined) {
    throw new CliError(`${drainId} was not rehearsed yet`, { todo: `dxm drain rehearse ${drainId} --why "…"` });
  }
  const shown = progress();
  const last = await followUntilInterrupted(
    {
      read: async () => rehearsed(known, await answersTo(context, known, number), context.clock()),
      isOver: isAnswered(context.clock),
      show: (lines, problem) => shown.say(problem ?? progressText(lines)),
      end: () => shown.end(),
    },
    `The rehearsal goes on: dxm drain rehearse ${drainId} --watch`,
  );
  if (!last) return EXIT.interrupted;
  if (out.isJson) out.json(rehearsalAsJson(drainId, number, last));
  else showRehearsal(out, drainId, last);
  if (last.some(({ answer }) => answer === 'none')) return EXIT.refused;
  return last.some(({ answer }) => answer === 'refused') ? EXIT.attention : EXIT.ok;
}

/** After so long without any answer, in milliseconds, none comes: a dry run waits for no turn, and for no window. */
const PATIENCE_MS = 10 * 60_000;

/** Whether all are answered, or no more answers come. */
export function isAnswered(clock: () => number): (lines: readonly Rehearsed[]) => boolean {
  let [most, atMs] = [-1, clock()];
  return (lines) => {
    const answered = lines.filter(({ answer }) => answer !== 'none').length;
    if (answered > most) [most, atMs] = [answered, clock()];
    return answered === lines.length || clock() - atMs > PATIENCE_MS;
  };
}

async function send(context: Context, drainId: string, decided: Options): Promise<void> {
  const { by, why } = decided;
  if (why === undefined) {
    throw new UsageError('why?', { where: '--why', todo: 'say why, or --watch to look at the last rehearsal' });
  }
  const { drain, plan } = await readDrain(context, drainId);
  const does = `${count(linesOf({ drain, plan }).length, 'line')} of ${drainId} are checked as if they were moved now. No line is moved or down.`;
  await confirm(context, [does], decided);
  await askDrain(context, { action: 'rehearse', drainId, by, why });
}

function linesOf({ drain, plan }: Pick<KnownDrain, 'drain' | 'plan'>): string[] {
  return [...movesOf(drain, plan).keys()];
}

function progressText(lines: readonly Rehearsed[]): string {
  const answered = lines.filter(({ answer }) => answer !== 'none').length;
  const [waiting] = lines.filter(({ answer, why }) => answer === 'none' && why !== undefined);
  const wait = waiting ? `; ${waiting.connectionId} waits for ${waiting.why}` : '';
  return `${answered} of ${count(lines.length, 'line')} answered${wait}`;
}

type Answers = ReadonlyMap<string, ReturnType<typeof toStoredRequest>>;

/** What the ledger has of the rehearsal, by connection id. */
async function answersTo(context: Context, known: KnownDrain, number: number): Promise<Answers> {
  const { drain } = known;
  const keys = new Map(linesOf(known).map((id) => [requestPk(keyOf(drain, id, number)), id]));
  const items = await readItems(context, [...keys.keys()]);
  return new Map([...items].flatMap(([pk, item]) => keyed(keys.get(pk as never), toStoredRequest(item))));
}

function keyed<Value>(key: string | undefined, value: Value): [string, Value][] {
  return key === undefined ? [] : [[key, value]];
}

function keyOf({ drainId }: Drain, connectionId: string, number: number) {
  return { tenant: DRAINS_TENANT, requestId: rehearsalIdOf(drainId, connectionId, number) };
}

/** Each line in the order of the plan, and what it was answered. */
function rehearsed({ drain, plan }: KnownDrain, answers: Answers, now: number): Rehearsed[] {
  return [...movesOf(drain, plan).values()].map(({ connectionId, from, to, wave }): Rehearsed => {
    const line = { connectionId, from, to, wave };
    const stored = answers.get(connectionId);
    if (!stored) return { ...line, answer: 'none' };
    const { item } = stored;
    if (!isFinal(item.state)) {
      const wait = waitOf(stored, now);
      return { ...line, answer: 'none', ...(wait ? { why: waitText(wait) } : {}) };
    }
    const reason = outcomeOf(item)?.data.reason;
    if (item.state === 'PLANNED') return { ...line, answer: 'fine' };
    return { ...line, answer: 'refused', ...(reason ? { code: reason.code, why: reason.message } : {}) };
  });
}

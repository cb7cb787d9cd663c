import { REQUEST_ID } from '../../contract/ids.ts';
import { isTenant } from '../../migration/model/drains-tenant.ts';
import { isFinal, type RequestItem, type RequestKey } from '../../migration/model/request-item.ts';
import { CliError, UsageError } from '../cli-error.ts';
import type { Deciding } from '../commands/deciding.ts';
import { confirm } from '../context/confirm.ts';
import type { Context } from '../context/context.ts';
import { ask } from '../context/functions.ts';
import { readRequest } from '../context/read-request.ts';
import { EXIT } from '../exit-status.ts';
import { localTime } from '../output/time.ts';
import { type Evidence, gather } from '../resolve/evidence.ts';
import { type Finding, findingOf, type VerdictName } from '../resolve/finding.ts';
import { choiceLines, evidenceLines, intentionLines } from '../resolve/show-evidence.ts';

type Options = Partial<Pick<Deciding, 'why'>> & Omit<Deciding, 'why'>;

/** Shows what a decision on a held request rests on; with a verdict, asks, and has it carried out. */
export async function run(
  context: Context,
  name: string,
  verdict: VerdictName | undefined,
  options: Options,
): Promise<number | undefined> {
  const key = keyIn(name);
  if (verdict === undefined) return show(await heldOne(key, context), context);
  const { by, why, yes } = options;
  if (why === undefined) {
    throw new UsageError('why?', {
      where: '--why',
      todo: 'say what you saw, and the ticket: it is kept with the decision',
    });
  }
  // Who has decided already need not have the rights to look.
  if (!yes) {
    const evidence = await gather(await heldOne(key, context), context);
    const finding = findingOf(evidence, context.clock());
    const lines = [...evidenceLines(evidence, finding, context.clock()), ...intentionLines(verdict, finding)];
    await confirm(context, lines, {});
  }
  const todo = `look at what there is to see: dxm resolve ${name}`;
  const answer = await ask<object>(context, 'resolve', { ...key, verdict, by, why }, { words: WORDS, todo });
  if (context.out.isJson) context.out.json({ ...answer, ...key, verdict });
  else context.out.line(`Resolved: ${name} ${DONE[verdict](name)}`);
  return undefined;
}

const WORDS = { tenant: 'TENANT', requestId: 'REQUEST', verdict: 'VERDICT', by: '--by', why: '--why' };

const DONE: Record<VerdictName, (name: string) => string> = {
  moved: () => 'is MIGRATED, and billing is told.',
  retry: (name) =>
    `is called for once more, within a minute or when what it waits for is over. To follow it: dxm show ${name}`,
  notMoved: () => 'is FAILED, RESOLVED_NOT_MOVED. Later requests for the line go on.',
};

async function show(item: RequestItem, context: Context): Promise<number> {
  const { out, clock } = context;
  const evidence = await gather(item, context);
  const finding = findingOf(evidence, clock());
  if (out.isJson) out.json(documentOf(evidence, finding));
  else
    for (const line of [...evidenceLines(evidence, finding, clock()), ...choiceLines(evidence, finding, clock())])
      out.line(line);
  return finding.onTarget === undefined ? EXIT.refused : EXIT.attention;
}

/** What `dxm resolve REQUEST --json` prints. */
export type EvidenceDocument = ReturnType<typeof documentOf>;

function documentOf(
  { item, source, target, timing }: Evidence,
  { isClear, fitting, says, recommended, onSource, onTarget }: Finding,
) {
  const { tenant, request, state, attempts, attempt, history } = item;
  const seen = (list: Evidence['source'], record: Finding['onSource']) =>
    'problem' in list ? list : { at: new Date(list.atMs).toISOString(), listed: record === undefined ? null : record };
  return {
    ...{ tenant, request, state, attempts },
    attempt: attempt && {
      startedAt: new Date(attempt.startedAtMs).toISOString(),
      awsRequestId: attempt.awsRequestId ?? null,
      previousParent: attempt.previousParent,
    },
    history: history.map(({ atMs, ...entry }) => ({ at: new Date(atMs).toISOString(), ...entry })),
    ...{ source: seen(source, onSource), target: seen(target, onTarget), timing },
    ...{ isClear, says, fitting, recommended: recommended ?? null },
  };
}

/** @throws CliError if there is nothing to decide about it */
async function heldOne(key: RequestKey, context: Context): Promise<RequestItem> {
  const name = `${key.tenant}/${key.requestId}`;
  const item = await readRequest(context, key);
  if (item === undefined) {
    throw new CliError(`the ledger has no request ${name}`, { todo: 'dxm requests --held lists those that are held' });
  }
  const { state, ended, attempt } = item;
  if (state === 'HELD' && attempt) return item;
  if (isFinal(state)) {
    const since = ended ? ` since ${localTime(ended.atMs)}` : '';
    throw new CliError(`there is nothing to decide: ${name} is ${state}${since}`, {
      todo: `dxm show ${name} has its story`,
    });
  }
  throw new CliError(`there is nothing to decide yet: ${name} is ${state}, and only a held one is decided`, {
    todo:
      state === 'CALLING'
        ? 'its effect is still being checked: look again in a few minutes'
        : `dxm show ${name} says what it waits for`,
  });
}

function keyIn(name: string): RequestKey {
  const [tenant = '', requestId = '', ...more] = name.split('/');
  if (more.length > 0 || !isTenant(tenant) || !REQUEST_ID.pattern.test(requestId)) {
    throw new UsageError('this names no request', {
      where: 'TENANT/REQUEST',
      todo: 'say both, such as orders/order-4711: dxm requests --held lists those that are held',
    });
  }
  return { tenant, requestId };
}

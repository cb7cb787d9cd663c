import { unsaidFeatures } from './check-fit.ts';
import type { PlanBody } from './plan.ts';
import type { Warning } from './reasons.ts';
import { byText, groupBy, inOrder, plural, some } from './words.ts';
import { GONE, type World } from './world.ts';

/** What to know of the whole plan before approving it. */
export function planWarnings(body: Omit<PlanBody, 'warnings'>, world: World): Warning[] {
  return [address, rights, notice, closedSource, notEmptied, features, chains].flatMap(
    (check) => check(body, world) ?? [],
  );
}

type Body = Omit<PlanBody, 'warnings'>;

function address({ lines }: Body): Warning | undefined {
  if (lines.length === 0) return undefined;
  return {
    code: 'ADDRESS_UNKNOWN',
    why: 'whether an address conflicts with one on the target is not known until the call: a partner does not see them',
    help: 'ask the customer where one may have the same network on two lines; what is refused stays where it is',
  };
}

function rights({ lines }: Body, { inventory }: World): Warning | undefined {
  if (lines.length === 0 || inventory.tenants !== undefined) return undefined;
  return {
    code: 'RIGHTS_UNKNOWN',
    why: 'no tenants file was given: whether a tenant may order these moves, or loses a line by one, was not looked at',
    help: 'plan again with --tenants: the file that the stage was packaged with, infra/tenants.json',
  };
}

function notice({ notice, readAt }: Body): Warning | undefined {
  if (readAt <= notice.announceBy) return undefined;
  return {
    code: 'NOTICE',
    why: `customers would have had to be told by ${notice.announceBy}`,
    help: 'a later window; or have the notice waived, by name and why',
  };
}

function closedSource(_body: Body, { inventory, source }: World): Warning | undefined {
  if (!Object.hasOwn(inventory.guards.closedParents ?? {}, source.id)) return undefined;
  return {
    code: 'SOURCE_CLOSED',
    why: `${source.id} is closed: nothing is moved from it until someone opens it`,
    help: `find out why; then dxm parent open ${source.id}`,
  };
}

function notEmptied({ left, source }: Body): Warning | undefined {
  const staying = left.filter(({ facts }) => !GONE.has(facts.state));
  if (staying.length === 0) return undefined;
  return {
    code: 'NOT_EMPTIED',
    why: `${plural(staying.length, 'line stays', 'lines stay')}: ${source} is not empty afterwards`,
    help: 'see what would help under each line',
  };
}

/** Told once for each target, since it is not for each line that it can be found out. */
function features({ lines }: Body, { ports }: World): Warning[] {
  return [...groupBy(lines, ({ to }) => to)].toSorted(byText(([id]) => id)).flatMap(([id, moved]) => {
    const port = ports.get(id);
    const unsaid = moved
      .map(({ facts }) => (port ? unsaidFeatures(facts, port) : []))
      .filter((names) => names.length > 0);
    const names = [...new Set(unsaid.flat())].toSorted(inOrder);
    if (names.length === 0) return [];
    return {
      code: 'FEATURES_UNKNOWN' as const,
      why: `Direct Connect does not say whether ${id} offers ${some(names)}, which ${plural(unsaid.length, 'line has', 'lines have')}`,
      help: 'find out, or a line may be found unhealthy after its move, which stops the drain',
    };
  });
}

/** Why it takes longer than the number of lines says. */
function chains({ lines }: Body): Warning | undefined {
  const long = [...groupBy(lines, ({ group }) => group)].filter(([, same]) => same.length > 1).map(([name]) => name);
  if (long.length === 0) return undefined;
  return {
    code: 'CHAIN',
    why: `lines of one group are moved one after another: ${some(long.toSorted(inOrder))}`,
    help: 'nothing, if they belong together; otherwise give them different groups in the groups file',
  };
}

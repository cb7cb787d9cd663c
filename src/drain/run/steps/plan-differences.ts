import { checkPlan } from '../../plan/check-plan.ts';
import type { Inventory } from '../../plan/inventory.ts';
import type { LeftLine, Plan, PlannedLine } from '../../plan/plan.ts';
import { hasOpenTry, isUndecided } from '../line.ts';
import type { Move } from '../moves.ts';
import type { Pass } from './step.ts';

/** What is not as the plan has it: a line that would be released in this wave, or a target of one that is still to be released. */
export interface Difference {
  about: 'line' | 'target';
  id: string;
  code: string;
  why: string;
}

/** Of a line itself: it is not the one that was announced, not there, ordered by others, or the last of its group that is well. */
const OF_LINE = new Set(['GONE', 'NOT_ON_SOURCE', 'CHANGED', 'STATE', 'ORDER', 'SIBLING', 'EXEMPT']);

/** Of a line on its target, by the checks that made the plan: the target has lost what the line needs. */
const OF_ROOM = new Set(['VLAN', 'CAPACITY', 'SPEED', 'LOCATION', 'DEVICE', 'FEATURES']);

type Checked = Pick<Pass, 'drain' | 'plan' | 'moves'>;

/** @throws if the inventory contradicts itself: it is to be read again */
export function differencesOf(pass: Checked, inventory: Inventory): Difference[] {
  return pass.drain.rollbackOf === undefined ? forward(pass, inventory) : backward(pass, inventory);
}

function forward({ drain, plan, moves }: Checked, inventory: Inventory): Difference[] {
  const { broken } = checkPlan(remainder(plan, drain.lines), inventory, new Set(Object.keys(drain.lines)));
  const unreadable = broken.find(({ code }) => code === 'INVENTORY');
  if (unreadable) throw new Error(unreadable.why);
  const ofLines = new Set(broken.filter(({ code }) => OF_LINE.has(code)).map(({ id }) => id));
  return broken.flatMap(({ id = plan.source, code, why }): Difference[] => {
    const line = drain.lines[id];
    if (line?.state === 'planned' && OF_LINE.has(code)) {
      const isMeant = (moves.get(id)?.wave ?? 0) <= drain.wave.number && !(code === 'SIBLING' && waitsForOwn(id));
      return isMeant ? [{ about: 'line', id, code, why }] : [];
    }
    const target = moves.get(id)?.to;
    if (line?.state === 'planned' && OF_ROOM.has(code) && target !== undefined && !ofLines.has(id))
      return [{ about: 'target', id: target, code, why: `${id}: ${why}` }];
    return isAboutTarget(code) ? [{ about: 'target', id, code, why }] : [];
  });

  /** Another line that belongs to it is being moved by this drain just now: it is not well, and will be. */
  function waitsForOwn(id: string): boolean {
    const own = plan.lines.find(({ connectionId }) => connectionId === id);
    return plan.lines.some(({ connectionId, group, facts: { ownerAccount } }) => {
      const line = drain.lines[connectionId];
      const isRelated = (group !== undefined && group === own?.group) || ownerAccount === own?.facts.ownerAccount;
      return connectionId !== id && isRelated && line !== undefined && isUndecided(line);
    });
  }
}

/** A freeze, or a source that is closed, is waited for: neither changes where a line can go. */
function isAboutTarget(code: string): boolean {
  return code === 'SOURCE' || code === 'TARGET' || (code.startsWith('TARGET_') && code !== 'TARGET_FROZEN');
}

/**
 * The plan of what is still to be moved. Open lines stay in it, for they take their room; of the others only the group is wanted, which
 * says what must not be down together.
 */
function remainder(plan: Plan, lines: Checked['drain']['lines']): Plan {
  const isLeft = ({ connectionId }: PlannedLine) => {
    const line = lines[connectionId];
    return line !== undefined && (line.state === 'planned' || hasOpenTry(line));
  };
  const others = plan.lines.filter((line) => !isLeft(line)).map(asLeft);
  return { ...plan, lines: plan.lines.filter(isLeft), left: [...plan.left, ...others] };
}

function asLeft({ connectionId, facts, group }: PlannedLine): LeftLine {
  return { connectionId, facts, ...(group === undefined ? {} : { group }), reasons: [] };
}

/** Of a way back: its line must be where the plan has moved it, and the same. All else Direct Connect decides. */
function backward({ drain, plan, moves }: Checked, inventory: Inventory): Difference[] {
  const there = new Map(inventory.lines.map((line) => [line.connectionId, line]));
  const facts = new Map(plan.lines.map((line) => [line.connectionId, line.facts]));
  const hasSource = inventory.ports.some(({ id }) => id === plan.source);
  const gone: Difference[] = hasSource
    ? []
    : [{ about: 'target', id: plan.source, code: 'TARGET', why: 'it is not there any more' }];
  const planned = [...moves.values()].filter(({ connectionId }) => drain.lines[connectionId]?.state === 'planned');
  return [...gone, ...planned.flatMap((move) => differenceOf(move))];

  function differenceOf({ connectionId: id, from }: Move): Difference[] {
    const line = there.get(id);
    const was = facts.get(id);
    if (!line) return [{ about: 'line', id, code: 'GONE', why: 'no listing shows it' }];
    if (line.parentConnectionId !== from)
      return [{ about: 'line', id, code: 'NOT_ON_SOURCE', why: `it is on ${line.parentConnectionId}, not on ${from}` }];
    const isSame = line.vlan === was?.vlan && line.ownerAccount === was?.ownerAccount;
    return isSame ? [] : [{ about: 'line', id, code: 'CHANGED', why: 'its VLAN or its owner is another' }];
  }
}

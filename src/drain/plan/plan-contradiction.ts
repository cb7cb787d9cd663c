import type { Plan } from './plan.ts';

/**
 * Where a plan contradicts itself, though it has the right form and digest: whoever makes plans by a program of his own may be
 * mistaken. Undefined if it does not.
 */
export function planContradiction(plan: Plan): string | undefined {
  return repeatedLine(plan) ?? wrongTarget(plan) ?? wrongWave(plan) ?? wrongWayBack(plan) ?? wrongTimes(plan);
}

function repeatedLine({ lines, left }: Plan): string | undefined {
  const seen = new Map<string, string>();
  const all = [
    ...lines.map((line, at) => [line, `lines[${at}]`] as const),
    ...left.map((line, at) => [line, `left[${at}]`] as const),
  ];
  for (const [{ connectionId }, place] of all) {
    const first = seen.get(connectionId);
    if (first !== undefined) return `${place}.connectionId: ${connectionId} is in ${first} already`;
    seen.set(connectionId, place);
  }
  return undefined;
}

function wrongTarget({ lines, targets, source }: Plan): string | undefined {
  const open = new Set(targets.filter(({ reasons }) => reasons.length === 0).map(({ id }) => id));
  const at = lines.findIndex(({ to }) => !open.has(to) || to === source);
  return at === -1 ? undefined : `lines[${at}].to: ${lines[at]?.to} is no target that takes lines`;
}

/** Each line is in one wave, and in that one. */
function wrongWave({ lines, waves }: Plan): string | undefined {
  const waveOf = new Map<string, number>();
  for (const [index, { wave, lines: ids }] of waves.entries()) {
    if (wave !== index + 1) return `waves[${index}].wave: must be ${index + 1}`;
    for (const [place, id] of ids.entries()) {
      if (waveOf.has(id)) return `waves[${index}].lines[${place}]: ${id} is in a wave already`;
      waveOf.set(id, wave);
    }
  }
  const at = lines.findIndex(({ connectionId, wave }) => waveOf.get(connectionId) !== wave);
  if (at !== -1) return `lines[${at}].wave: the wave does not list it`;
  return waveOf.size === lines.length ? undefined : 'waves: one lists a line that is not among the lines';
}

/** The way back of each line leads where it came from, and there is no other. */
function wrongWayBack({ lines, rollback, source }: Plan): string | undefined {
  const planned = new Map(lines.map((line) => [line.connectionId, line]));
  for (const [
    at,
    { connectionId, expectedParentConnectionId, parentConnectionId, expectedVlan },
  ] of rollback.entries()) {
    const line = planned.get(connectionId);
    planned.delete(connectionId);
    const isRight =
      line !== undefined &&
      expectedParentConnectionId === line.to &&
      parentConnectionId === source &&
      expectedVlan === line.facts.vlan;
    if (!isRight) return `rollback[${at}]: is not the way back of a line of the plan`;
  }
  const missing = planned.keys().next().value;
  return missing === undefined ? undefined : `rollback: has no way back for ${missing}`;
}

function wrongTimes({ window, validUntil }: Plan): string | undefined {
  if (window.to <= window.from) return 'window.to: must be after window.from';
  return validUntil > window.to ? 'validUntil: must not be after the window' : undefined;
}

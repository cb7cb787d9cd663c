import type { DrainDocument } from '../../cli/drain/run/drain-as-json.ts';

/**
 * A command about a drain, bound to what is shown of that: the stops that a resume lifts, the wave behind whose gate the next one begins,
 * the plan that is announced or started. What has changed since is declined.
 */
export function bound(words: readonly string[], drain: DrainDocument | undefined): string[] {
  const [first, second, drainId, ...rest] = words;
  if (first !== 'drain' || drain === undefined || drainId !== drain.drainId || rest.length > 0) return [...words];
  switch (second) {
    case 'resume':
      return [...words, ...drain.stops.flatMap(({ id }) => ['--stop', id])];
    case 'promote':
      return [...words, String(drain.wave)];
    case 'announce':
    case 'start':
      return [...words, '--digest', drain.digest];
    default:
      return [...words];
  }
}

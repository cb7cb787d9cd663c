import type { Plan } from '../../src/drain/plan/plan.ts';

/** Of the events on the bus, what it takes. */
export interface Told {
  'detail-type': string;
  detail: unknown;
}

interface Verified {
  metadata: { occurredAt: string };
  data: { connectionId: string };
}

interface Migrated {
  data: { request: { connectionId: string; requestedAt: string } };
}

/**
 * How soon lines were released after what they had waited for: from the verdict on the last line of a wave to the release of the next
 * wave's first, the longest of all, in milliseconds. Where a person has opened the gate is left out; undefined if nothing else is there.
 */
export function longestBetweenWavesMs({ waves, lines }: Plan, bus: readonly Told[]): number | undefined {
  const waveOf = new Map(lines.map(({ connectionId, wave }) => [connectionId, wave]));
  const wellAtMs = new Map<number, number>();
  const releasedAtMs = new Map<number, number>();
  for (const { 'detail-type': type, detail } of bus) {
    if (type === 'Hosted Connection Migration Verified') {
      const { metadata, data } = detail as Verified;
      const wave = waveOf.get(data.connectionId) ?? 0;
      wellAtMs.set(wave, Math.max(wellAtMs.get(wave) ?? 0, Date.parse(metadata.occurredAt)));
    } else if (type === 'Hosted Connection Migrated') {
      const { connectionId, requestedAt } = (detail as Migrated).data.request;
      const wave = waveOf.get(connectionId) ?? 0;
      releasedAtMs.set(wave, Math.min(releasedAtMs.get(wave) ?? Number.POSITIVE_INFINITY, Date.parse(requestedAt)));
    }
  }
  const times = waves.flatMap(({ wave, gate }) => {
    const [from, to] = [wellAtMs.get(wave), releasedAtMs.get(wave + 1)];
    return gate === 'person' || from === undefined || to === undefined ? [] : [to - from];
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

import type { Evidence, Objection } from './evidence.ts';

/** I7: one event id, one detail, serviceVersion apart. */
export function judgeEvents({ events }: Evidence): Objection[] {
  const known = new Map<string, string>();
  return events.flatMap(({ eventId, detail, at }) => {
    const text = detail.replace(/"serviceVersion":"[^"]*"/, '');
    const first = known.get(eventId) ?? text;
    known.set(eventId, first);
    return first === text ? [] : [{ rule: 'I7', what: `event ${eventId} has two different details`, at }];
  });
}

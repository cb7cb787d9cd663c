import * as v from 'valibot';
import { object } from './object.ts';
import { EVENT_TIME } from './time.ts';

// What the schemas of all events are made of, whatever their source.

export const text = (description: string) => v.pipe(v.string(), v.description(description));

export function time(description: string, form = EVENT_TIME) {
  return v.pipe(v.string(), v.regex(form), v.metadata({ format: 'date-time', description }));
}

/** An event as EventBridge delivers it. The envelope is documented in the EventBridge user guide, "Event structure". */
export function envelope<
  const Source extends string,
  const Type extends string,
  Metadata extends v.GenericSchema,
  Data extends v.GenericSchema,
>(source: Source, detailType: Type, detail: { metadata: Metadata; data: Data }, when: string) {
  return v.pipe(
    object({
      id: text('Of this delivery to the bus: no identity. Use detail.metadata.eventId.'),
      source: v.literal(source),
      'detail-type': v.literal(detailType),
      account: text('The account that the service runs in.'),
      region: text('The Region that the service runs in.'),
      time: text('When it was published; a republication has another.'),
      detail: object(detail),
    }),
    v.description(when),
  );
}

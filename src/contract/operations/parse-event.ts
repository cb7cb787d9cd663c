import * as v from 'valibot';
import { type ReadEvent, readEvent } from '../read-event.ts';
import { cordonedSchema } from './cordoned-schema.ts';
import { drainSchemas } from './drain-schema.ts';
import { announcedSchema, cancelledSchema, maintenanceDoneSchema } from './maintenance-schema.ts';
import { releasedSchema } from './released-schema.ts';
import { verifiedSchema } from './verified-schema.ts';

const operationsSchema = v.variant('detail-type', [
  verifiedSchema,
  cordonedSchema,
  releasedSchema,
  announcedSchema,
  cancelledSchema,
  maintenanceDoneSchema,
  ...drainSchemas,
]);

/** An event about operations, as EventBridge delivers it; `detail-type` says which. */
export type OperationsEvent = v.InferOutput<typeof operationsSchema>;

export type ParsedOperationsEvent = ReadEvent<OperationsEvent>;

/** Reads an event about operations as a consumer receives it, in the way of `parseEvent`. */
export function parseOperationsEvent(received: unknown): ParsedOperationsEvent {
  return readEvent(operationsSchema, received);
}

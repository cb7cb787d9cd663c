/** The contract, for order systems and consumers: types, parsers, reason codes. Nothing of AWS is behind it. */
export type { ConnectionRecord } from './connection-record.ts';
export { DETAIL_TYPES, type Outcome, SERVICE } from './event-names.ts';
export type { MigrationEvent } from './event-schema.ts';
export { type ParsedEvent, parseEvent } from './parse-event.ts';
export { REASON_CODES, type Reason, type ReasonCode } from './reason.ts';
export { MAX_BODY_BYTES, MAX_REQUESTED_AHEAD, type ParsedRequest, parseRequest } from './request.ts';
export type { MigrationRequest, MigrationRequestInput } from './request-schema.ts';

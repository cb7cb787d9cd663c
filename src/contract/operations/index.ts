/** The events about operations, for consumers that want more than outcomes: types and a parser. Nothing of AWS is behind it. */
export {
  CORDONED,
  FAILINGS,
  type Failing,
  OPERATIONS_SOURCE,
  RELEASED,
  VERDICTS,
  VERIFIED,
  type Verdict,
} from './names.ts';
export { type OperationsEvent, type ParsedOperationsEvent, parseOperationsEvent } from './parse-event.ts';
export type { Place } from './verified-schema.ts';

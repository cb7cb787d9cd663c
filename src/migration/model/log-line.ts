import type { Transition } from './history.ts';

/** What a log line is called: metrics, alarms and runbooks go by it. */
export type LogLine =
  | Transition
  | 'waiting'
  | 'denied'
  | 'overdue'
  | 'told'
  | 'untold'
  | 'turnedAway'
  | 'faulted'
  | 'circuitOpened'
  | 'circuitClosed'
  | 'paused'
  | 'resumed';

import { FUNCTION_NAMES, type FunctionName } from './setting.ts';

interface Location {
  variable: string;
  /** A list is separated by commas, and may be empty. */
  kind: 'text' | 'url' | 'list';
  functions: readonly FunctionName[];
}

/** What a function's environment says beside the settings: where the stack's parts are, and what it is. No parameter sets it. */
export const LOCATIONS = {
  tableName: { variable: 'TABLE_NAME', kind: 'text', functions: FUNCTION_NAMES },
  busName: { variable: 'BUS_NAME', kind: 'text', functions: ['migrate', 'reconcile', 'dispatch', 'resolve', 'drain'] },
  quarantineQueueUrl: { variable: 'QUARANTINE_QUEUE_URL', kind: 'url', functions: ['migrate'] },
  serviceVersion: { variable: 'SERVICE_VERSION', kind: 'text', functions: FUNCTION_NAMES },
  dispatchFunction: { variable: 'DISPATCH_FUNCTION', kind: 'text', functions: ['migrate', 'reconcile'] },
  /** The unique id of the role that sends the requests of drains. */
  drainSender: { variable: 'DRAIN_SENDER', kind: 'text', functions: ['migrate', 'reconcile', 'dispatch'] },
  /** Interconnects and LAGs that drains may move lines between. */
  drainParents: { variable: 'DRAIN_PARENTS', kind: 'list', functions: ['migrate', 'reconcile', 'dispatch', 'drain'] },
  drainQueueUrl: { variable: 'DRAIN_QUEUE_URL', kind: 'url', functions: ['drain'] },
  ticksQueueUrl: { variable: 'TICKS_QUEUE_URL', kind: 'url', functions: ['drain'] },
  stage: { variable: 'STAGE', kind: 'text', functions: FUNCTION_NAMES },
} as const satisfies Record<string, Location>;

export type LocationName = keyof typeof LOCATIONS;

/** Those that a function's environment has. */
export type LocationsOf<Reader extends FunctionName> = {
  [Name in LocationName as Reader extends (typeof LOCATIONS)[Name]['functions'][number] ? Name : never]: ValueOf<Name>;
};

type ValueOf<Name extends LocationName> = (typeof LOCATIONS)[Name]['kind'] extends 'list' ? string[] : string;

import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

/** What the process of a handler is asked for, one thing at a time. */
export type Command =
  /** Imports the module, which constructs its clients. */
  | { kind: 'load' }
  | { kind: 'invoke'; event: SQSEvent }
  | { kind: 'startProfile' }
  | { kind: 'stopProfile'; file: string };

/** What it took. Times in milliseconds. */
export interface Measured {
  /** Of the process, user and system, all threads. */
  cpuMs: number;
  wallMs: number;
  /** Since the epoch. */
  startedAtMs: number;
}

export interface Answer extends Measured {
  /** What the handler answered. */
  response?: SQSBatchResponse;
  /** What went wrong instead. */
  error?: string;
}

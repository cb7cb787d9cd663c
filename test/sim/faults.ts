/*
 * What can go wrong at an await on a port. `crash`: the invocation ends there, and nothing more of it runs. `slow`: the
 * request takes long to arrive; `slowAnswer`: its answer takes long to come back. `frozen`: the process stops before its
 * request goes out, perhaps for longer than every bound, and goes on as if nothing had been.
 */
const PROCESS = ['crashBefore', 'slow', 'frozen'] as const;
const ANSWERED = ['crashAfter', 'slowAnswer'] as const;

export const READ_FAULTS = [...PROCESS, 'crashAfter', 'notRead'] as const;

/** What was read of the control item may be old by the time it is known. */
export const CONTROL_FAULTS = [...PROCESS, ...ANSWERED, 'notRead'] as const;

/**
 * `notWritten`, `answerLost`: an error, without and with the write done. `repeated`: done, the answer lost, and the SDK
 * repeats it, so that it meets its own success. `late`: an error, and the write is done later all the same. `echoed`:
 * the SDK repeated a request that was only held up, so that it is done now and once more later.
 */
export const WRITE_FAULTS = [
  ...PROCESS,
  ...ANSWERED,
  'notWritten',
  'answerLost',
  'repeated',
  'late',
  'echoed',
] as const;

/** `stale`: the picture is as old as it can be. Pictures lag at random besides. */
export const OBSERVATION_FAULTS = [
  ...PROCESS,
  ...ANSWERED,
  'observationUnavailable',
  'observationDenied',
  'stale',
] as const;

/** Of AssociateHostedConnection; `throttledAfterEffect`: it moved the connection all the same; `lost`: not answered, `died`: the caller does not live to see an answer. */
export const CALL_ANSWERS = [
  'crashBefore',
  'crashAfter',
  'throttled',
  'throttledAfterEffect',
  'unreachable',
  'transitioning',
  'refused',
  'denied',
  'lostWithoutEffect',
  'lostWithEffect',
  'lostWithLateEffect',
  'diedWithoutEffect',
  'diedWithEffect',
  'diedWithLateEffect',
] as const;

/** `callerFrozen`: as `frozen`, between the last reading of the clock and the call. */
export const CALL_FAULTS = [...CALL_ANSWERS, 'callerFrozen'] as const;

/** Of the bus and the queues: `notTaken` and `answerLost` are errors, `takenTwice` is a repetition by the SDK. */
export const SEND_FAULTS = [...PROCESS, ...ANSWERED, 'notTaken', 'answerLost', 'takenTwice'] as const;

/** Of a delivery by SQS: once more while the first is at work, not deleted though done, or gone by retention. */
export const DELIVERY_FAULTS = ['deliveredTwice', 'notDeleted', 'expired'] as const;

/** Of a tick of a drain, or of an event as a hint to it: late, once more, or never. */
export const TICK_FAULTS = ['deliveredTwice', 'slow', 'expired'] as const;

/** Of an asynchronous invocation: Lambda takes it, and never runs it. */
export const WAKE_FAULTS = [...PROCESS, ...ANSWERED, 'neverRun'] as const;

type KindOf<List extends readonly string[]> = List[number];
export type ReadFault = KindOf<typeof READ_FAULTS | typeof CONTROL_FAULTS>;
export type WriteFault = KindOf<typeof WRITE_FAULTS>;
export type ObservationFault = KindOf<typeof OBSERVATION_FAULTS>;
export type CallFault = KindOf<typeof CALL_FAULTS>;
export type SendFault = KindOf<typeof SEND_FAULTS>;
export type DeliveryFault = KindOf<typeof DELIVERY_FAULTS>;
export type WakeFault = KindOf<typeof WAKE_FAULTS>;
export type Fault = ReadFault | WriteFault | ObservationFault | CallFault | SendFault | DeliveryFault | WakeFault;

/** What happens at each fault point, and all else that is left to chance. Delays in milliseconds. */
export interface Fate {
  /** Which of the faults that can happen at this point does, if any; of a call, for a target parent. */
  fault<F extends Fault>(point: string, possible: readonly F[], parentId?: string): F | undefined;
  /** How long something takes that takes no longer than `most`. */
  delay(most: number): number;
  /** How long something takes that a stated bound limits: often just as long. */
  upTo(bound: number): number;
  /** How far one answer of Describe, or a row of the index of what is due, is behind the truth. */
  lag(): number;
  /** How far the clock of one invocation, or of SQS, is off. */
  clockOffset(): number;
  /** Uniform in [0, 1), for the core's own use. */
  random(): number;
}

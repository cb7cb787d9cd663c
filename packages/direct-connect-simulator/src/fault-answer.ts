import { accessDenied } from './access.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import type { HiddenEffect } from './journal.ts';
import type { Change } from './operations/operation.ts';
import { ServiceError } from './service-error.ts';
import type { Simulation } from './simulation.ts';
import { serviceError } from './texts.ts';
import type { CallFault } from './topology/fault-schema.ts';

type SpoilingFault = Extract<CallFault, { effect: string }>;

/** What the call would do if no fault had met it. */
export interface CallWork {
  /** The whole of it, with its answer. */
  perform(): Answer;
  /** The change alone, whatever the rates are. @throws {ServiceError} if it was refused */
  change(): Change['outcome'];
}

/** The answer of a call that a fault meets. @throws {ServiceError} where the fault is an error answer */
export async function answerFault(
  simulation: Simulation,
  fault: CallFault,
  call: Call,
  work: CallWork,
): Promise<Answer> {
  switch (fault.kind) {
    case 'throttle':
      throw serviceError('throttled');
    case 'accessDenied':
      throw accessDenied(simulation.world.topology, call);
    case 'error':
      throw new ServiceError(fault.type, fault.status, fault.message, 'invented');
    case 'latency': {
      const answer = work.perform();
      await simulation.timers.sleep(fault.ms);
      return answer;
    }
    default:
      runHiddenEffect(simulation, fault, call.seq, work);
      return spoiledAnswer(simulation, fault);
  }
}

function spoiledAnswer(simulation: Simulation, fault: SpoilingFault): Answer {
  switch (fault.kind) {
    case 'serverError': {
      const { type, message, origin } = serviceError('serverException');
      const status = fault.status ?? simulation.world.topology.settings.serverExceptionStatus;
      throw new ServiceError(type, status, message, origin);
    }
    case 'unavailable':
      throw serviceError('unavailable');
    case 'drop':
      return { kind: 'drop' };
    case 'hang':
      return { kind: 'hang' };
    case 'garbage':
      return garbage(fault.form);
  }
}

function garbage(form: 'html502' | 'brokenJson'): Answer {
  return form === 'html502'
    ? {
        kind: 'garbage',
        status: 502,
        contentType: 'text/html',
        body: '<html><body><h1>502 Bad Gateway</h1></body></html>',
      }
    : { kind: 'garbage', status: 200, contentType: 'application/x-amz-json-1.1', body: '{"connectionId":' };
}

/** A late change is judged when it takes effect: what was possible at the call may not be any more. */
function runHiddenEffect({ clock, timers, journal }: Simulation, fault: SpoilingFault, seq: number, work: CallWork) {
  const run = () => journal.amend(seq, { hiddenEffect: outcomeOf(work, clock.now()) });
  if (fault.effect === 'done') run();
  if (fault.effect !== 'late' || fault.effectAfterMs === undefined) return;
  journal.amend(seq, { hiddenEffect: { outcome: 'waiting', dueAt: clock.now() + fault.effectAfterMs } });
  timers.after(fault.effectAfterMs, run);
}

function outcomeOf(work: CallWork, at: number): HiddenEffect {
  try {
    return { outcome: work.change(), at };
  } catch (error) {
    return { outcome: 'refused', at, reason: error instanceof Error ? error.message : String(error) };
  }
}

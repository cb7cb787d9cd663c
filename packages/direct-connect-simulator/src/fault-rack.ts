import { type CallFault, type Fault, isLineFault, type LineFault } from './topology/fault-schema.ts';

/** A fault that waits for its calls. */
export interface ArmedFault<F extends Fault = Fault> {
  readonly id: number;
  readonly fault: F;
  /** Fitting calls that still pass unharmed. */
  readonly toPass: number;
  /** Calls that it still meets. */
  readonly remaining: number;
}

/** The call as far as a fault's aim looks at it. */
export interface FaultAim {
  readonly operation: string;
  readonly connectionId: unknown;
  readonly parentConnectionId: unknown;
  readonly lagId: unknown;
}

/** The armed faults, in the order they were armed. */
export interface FaultRack {
  arm(fault: Fault): ArmedFault;
  /** The first fault that meets this call, used up by one; a fault that lets the call pass counts it. */
  take(call: FaultAim): ArmedFault<CallFault> | undefined;
  /** The same of a line that was moved, and of faults of lines. `connectionId` is the line's, `parentConnectionId` its new parent's. */
  takeForLine(move: FaultAim): ArmedFault<LineFault> | undefined;
  list(): readonly ArmedFault[];
  clear(): void;
}

export function createFaultRack(initial: readonly Fault[]): FaultRack {
  let armed: readonly ArmedFault[] = [];
  let last = 0;
  const replace = (id: number, change: Partial<ArmedFault>) => {
    armed = armed.map((one) => (one.id === id ? { ...one, ...change } : one)).filter(({ remaining }) => remaining > 0);
  };
  const first = <F extends Fault>(candidates: readonly ArmedFault<F>[], aim: FaultAim) => {
    for (const one of candidates.filter(({ fault }) => fits(fault, aim))) {
      if (one.toPass === 0) {
        replace(one.id, { remaining: one.remaining - 1 });
        return one;
      }
      replace(one.id, { toPass: one.toPass - 1 });
    }
    return undefined;
  };
  const rack: FaultRack = {
    arm: (fault) => {
      last += 1;
      const one = { id: last, fault, toPass: fault.afterCalls, remaining: fault.times };
      armed = [...armed, one];
      return one;
    },
    take: (call) => first(armed.filter(isOfCall), call),
    takeForLine: (move) => first(armed.filter(isOfLine), move),
    list: () => armed,
    clear: () => {
      armed = [];
    },
  };
  for (const fault of initial) rack.arm(fault);
  return rack;
}

function isOfLine(one: ArmedFault): one is ArmedFault<LineFault> {
  return isLineFault(one.fault);
}

function isOfCall(one: ArmedFault): one is ArmedFault<CallFault> {
  return !isLineFault(one.fault);
}

function fits(fault: Fault, call: FaultAim): boolean {
  return (
    fault.operation === call.operation &&
    (fault.connectionId === undefined || fault.connectionId === call.connectionId) &&
    (fault.parentConnectionId === undefined || fault.parentConnectionId === call.parentConnectionId) &&
    (fault.lagId === undefined || fault.lagId === call.lagId)
  );
}

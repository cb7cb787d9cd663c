import { requireChangeRight } from './access.ts';
import { type Answer, answerOf, errorAnswer } from './answer.ts';
import { type AwsRequest, readParameters } from './aws-request.ts';
import { checkScope } from './check-scope.ts';
import { answerFault } from './fault-answer.ts';
import { plannedAfterMove, setLine } from './line-outage.ts';
import { changeOperations } from './operations/change-operations.ts';
import type { Change, Move } from './operations/operation.ts';
import type { Parameters } from './operations/parameters.ts';
import { readOperations } from './operations/read-operations.ts';
import type { Simulation } from './simulation.ts';
import { serviceError } from './texts.ts';

/** A call that names an operation we have, by an account we know. */
export interface Call {
  /** In the journal. */
  readonly seq: number;
  readonly operation: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly parameters: Parameters;
}

/** Takes one request through journal, faults, throttling and its operation. The answer never rejects. */
export function openCall(
  simulation: Simulation,
  request: AwsRequest,
  requestId: string,
): { readonly seq: number; readonly answer: Promise<Answer> } {
  const { account: partner, callers, region } = simulation.world.topology;
  const { credential } = request;
  const accessKeyId = credential?.accessKeyId;
  const account = accessKeyId === undefined ? undefined : (callers[accessKeyId] ?? partner);
  const read = readBody(request.body);
  const seq = simulation.journal.begin({
    time: simulation.clock.now(),
    requestId,
    operation: request.operation ?? null,
    parameters: read.parameters ?? null,
    account: account ?? null,
    accessKeyId: accessKeyId ?? null,
  });
  const work = async () => {
    if (credential === undefined || account === undefined) throw serviceError('missingAuthentication');
    checkScope(credential.scope, region);
    const operation = knownOperation(request.operation);
    if (read.parameters === undefined) throw read.error;
    const call = { seq, operation, account, accessKeyId: credential.accessKeyId, parameters: read.parameters };
    return await answerKnown(simulation, call);
  };
  return { seq, answer: work().catch(errorAnswer) };
}

function knownOperation(operation = '(none)'): string {
  if (changeOperations.has(operation) || readOperations.has(operation)) return operation;
  throw serviceError('unknownOperation', operation);
}

function answerKnown(simulation: Simulation, call: Call): Answer | Promise<Answer> {
  const { operation, parameters } = call;
  const { connectionId, parentConnectionId, lagId } = parameters;
  const armed = simulation.faults.take({ operation, connectionId, parentConnectionId, lagId });
  if (armed === undefined) return perform(simulation, call);
  const { id, fault } = armed;
  simulation.journal.amend(call.seq, { fault: { id, kind: fault.kind } });
  return answerFault(simulation, fault, call, {
    perform: () => perform(simulation, call),
    change: () => change(simulation, call).outcome,
  });
}

function perform(simulation: Simulation, call: Call): Answer {
  return answerOf(() => {
    const read = readOperations.get(call.operation);
    const withinRate = read === undefined ? simulation.mutationBucket() : simulation.readBucket();
    if (!withinRate) throw serviceError('throttled');
    if (read === undefined) return change(simulation, call).answer();
    const { world, clock } = simulation;
    return read({ world, account: call.account, at: clock.now() - describeLag(simulation) }, call.parameters);
  });
}

function change(simulation: Simulation, call: Call): Change {
  const { world, clock, journal } = simulation;
  requireChangeRight(world.topology, call);
  const operation = changeOperations.get(call.operation);
  if (operation === undefined) throw serviceError('unknownOperation', call.operation);
  const now = clock.now();
  const done = operation({ world, account: call.account, now }, call.parameters);
  for (const move of done.moves) {
    journal.recordMove(call.seq, { time: now, ...move });
    settleLine(simulation, call, move, now);
  }
  return done;
}

/** What becomes of a line that was moved: what a fault says, or else the topology. Each move is a new start. */
function settleLine({ world, faults, journal }: Simulation, call: Call, { connectionId, to }: Move, now: number): void {
  const connection = world.connection(connectionId);
  const { operation, seq: callSeq } = call;
  const fault = faults.takeForLine({ operation, connectionId, parentConnectionId: to, lagId: to });
  const behaviour = fault?.fault ?? plannedAfterMove(world, connection, to);
  const states = setLine(world, connection, behaviour, now);
  if (behaviour === undefined) return;
  const { kind } = behaviour;
  journal.recordLine({ time: now, connectionId, kind, states, callSeq, faultId: fault?.id ?? null });
}

function describeLag({ world, random }: Simulation): number {
  const { describeLag: mode, describeLagMs } = world.topology.settings;
  return mode === 'fixed' ? describeLagMs : random() * describeLagMs;
}

/** The journal wants the parameters before anything is refused, so a body that cannot be read waits its turn. */
function readBody(body: string): { parameters: Parameters } | { parameters?: undefined; error: unknown } {
  try {
    return { parameters: readParameters(body) };
  } catch (error) {
    return { error };
  }
}

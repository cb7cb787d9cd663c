import { isFinal } from '../../../src/migration/model/request-item.ts';
import { at, type Call, IDLE_WORKER, type Plan, put, type State, type Step, type Worker } from './state.ts';

/**
 * What happens by itself, and what anyone may do in one write because what it rests on no longer changes: effects of calls and their
 * answers, what is observed of them, the release of a lock; and people who pause, resume and decide held requests.
 */
export function environmentSteps(state: State, plan: Plan): Step[] {
  return [
    ...state.calls.flatMap((call) => [...land(state, call, plan), ...end(state, call)]),
    ...state.requests.flatMap((_, request) => [
      ...release(state, request, plan),
      ...observe(state, request, plan),
      ...hold(state, request, plan),
      ...decide(state, request, plan),
    ]),
    ...pause(state),
    ...lapse(state),
  ];
}

/** The call moves the line, and its caller hears of it and records it; or does not hear, which is as if it had died. */
function land(state: State, call: Call, plan: Plan): Step[] {
  const { line, to } = at(plan.requests, call.request);
  const lines = state.lines.map((parent, each) => (each === line ? to : parent));
  const landed = withoutCall({ ...state, lines }, call);
  const what = `the call of ${call.request} moves the line`;
  if (!callerOf(state, call)) return [[what, landed]];
  const requests = put(state.requests, call.request, { state: 'MIGRATED', hasMoved: true });
  return [
    [`${what}, unheard`, callerGoes(landed, call, IDLE_WORKER)],
    [`${what}, and that is recorded`, callerGoes({ ...landed, requests }, call, IDLE_WORKER)],
  ];
}

/** The call moves nothing. Until that is known, the line may be moving. */
function end(state: State, call: Call): Step[] {
  const ended = withoutCall(state, call);
  const what = `the call of ${call.request} moves nothing`;
  const caller = callerOf(state, call);
  if (!caller) return [[what, ended]];
  const risks = state.risks.filter(({ attempt }) => attempt !== call.attempt);
  const record = (next: 'FAILED' | 'RECEIVED') => {
    const requests = put(state.requests, call.request, { state: next });
    return callerGoes({ ...ended, risks, requests }, call, { ...caller, at: 'leave' });
  };
  return [
    [`${what}, unheard`, callerGoes(ended, call, IDLE_WORKER)],
    [`${what}: refused`, record('FAILED')],
    [`${what}: it never ran`, record('RECEIVED')],
  ];
}

function callerOf({ workers }: State, { attempt }: Call): Worker | undefined {
  return workers.find(({ at: where, id }) => where === 'answer' && id === attempt);
}

function callerGoes(state: State, { attempt }: Call, next: Worker): State {
  const go = (worker: Worker) => (worker.at === 'answer' && worker.id === attempt ? next : worker);
  return { ...state, workers: state.workers.map(go) };
}

function withoutCall(state: State, { attempt }: Call): State {
  return { ...state, calls: state.calls.filter((call) => call.attempt !== attempt) };
}

/** W5, of a request that is over. */
function release(state: State, request: number, plan: Plan): Step[] {
  const { state: now, attempts, from, hasMoved } = at(state.requests, request);
  const { line, order } = at(plan.requests, request);
  if (!isFinal(now) || at(state.connections, line).active !== request) return [];
  const change = {
    ...{ active: null, fence: 0 },
    ...(now === 'MIGRATED' || attempts > 0 ? { lastOrder: order } : {}),
    ...(hasMoved ? { movedBy: request, from } : {}),
  };
  return [[`the lock of ${request} is released`, { ...state, connections: put(state.connections, line, change) }]];
}

/** A call without an answer: its effect shows. */
function observe(state: State, request: number, plan: Plan): Step[] {
  const { state: now } = at(state.requests, request);
  const { line, to } = at(plan.requests, request);
  if ((now !== 'CALLING' && now !== 'HELD') || at(state.lines, line) !== to) return [];
  const requests = put(state.requests, request, { state: 'MIGRATED', hasMoved: true });
  return [[`${request} is observed to have moved`, { ...state, requests }]];
}

/** The effect timeout is over: whoever wrote the intent has ended long since, and the call can move nothing any more. */
function hold(state: State, request: number, plan: Plan): Step[] {
  const { state: now, attempt } = at(state.requests, request);
  const { line, to } = at(plan.requests, request);
  if (now !== 'CALLING' || attempt === null || at(state.lines, line) === to) return [];
  const isUnderWay = state.calls.some((call) => call.attempt === attempt);
  if (isUnderWay || state.workers.some(({ id }) => id === attempt)) return [];
  return [[`${request} is held`, { ...state, requests: put(state.requests, request, { state: 'HELD' }) }]];
}

function decide(state: State, request: number, plan: Plan): Step[] {
  const { state: now, attempts, attempt } = at(state.requests, request);
  const { line, to } = at(plan.requests, request);
  if (now !== 'HELD' || at(state.lines, line) === to) return [];
  const risks = state.risks.filter((risk) => risk.attempt !== attempt);
  const become = (next: 'FAILED' | 'RECEIVED'): State => ({
    ...{ ...state, risks },
    requests: put(state.requests, request, { state: next }),
  });
  const steps: Step[] = [[`a person finds that ${request} did not move`, become('FAILED')]];
  return attempts < plan.attempts ? [...steps, [`a person has ${request} tried again`, become('RECEIVED')]] : steps;
}

function pause(state: State): Step[] {
  if (state.isPaused) return [['a person resumes', { ...state, isPaused: false }]];
  return state.pauses === 0 ? [] : [['a person pauses', { ...state, isPaused: true, pauses: state.pauses - 1 }]];
}

/** A line has asked to go first, and no one has heard of it for long. */
function lapse(state: State): Step[] {
  const { entries, wanted } = state.group;
  return wanted ? [['a wish lapses', { ...state, group: { entries } }]] : [];
}

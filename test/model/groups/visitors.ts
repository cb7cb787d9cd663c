import type { Entry } from '../../../src/migration/groups/group.ts';
import { type Facts, withoutAttempt, withRelease } from '../../../src/migration/groups/leave.ts';
import type { Rules } from './rules.ts';
import { at, type Plan, put, type State, type Step } from './state.ts';

/** The verifier, the sweeper and the person who releases: each any number of times, a read or write at a time. */
export function visitorSteps(state: State, plan: Plan, rules: Rules): Step[] {
  return [
    ...state.requests.flatMap((_, request) => judge(state, request, plan, rules)),
    ...takeOut(state, plan, rules),
    ...(rules.hasSweep ? sweep(state, plan, rules) : []),
    ...release(state, rules),
  ];
}

/**
 * A verdict. It may rest on a look of long ago, so a move is found healthy at any time after it, whatever became of the line since;
 * that is more than the verifier allows.
 */
function judge(state: State, request: number, plan: Plan, rules: Rules): Step[] {
  const { hasMoved, verdict } = at(state.requests, request);
  if (!hasMoved || verdict !== null || state.verified !== null) return [];
  const { line, order } = at(plan.requests, request);
  const mover = rules.lastMover(line, state, plan);
  const isOvertaken = mover !== null && at(plan.requests, mover).order > order;
  const overtaken: State = { ...state, requests: put(state.requests, request, { verdict: 'OVERTAKEN' }) };
  const isSettled = (other: number) =>
    at(plan.requests, other).line === line && at(plan.requests, other).order <= order;
  const risks = state.risks.filter((risk) => !isSettled(risk.request));
  const healthy: State = {
    ...{ ...state, risks, verified: request },
    requests: put(state.requests, request, { verdict: 'HEALTHY' }),
  };
  const steps: Step[] = [[`${request} is found healthy`, healthy]];
  return isOvertaken ? [...steps, [`${request} is found overtaken`, overtaken]] : steps;
}

/** After the verdict, by who has written it. */
function takeOut(state: State, plan: Plan, rules: Rules): Step[] {
  const { verified } = state;
  if (verified === null) return [];
  const { line, order } = at(plan.requests, verified);
  const names = { connectionId: `${line}`, request: `${verified}`, orderKey: order };
  const group = rules.withoutSettled(state.group, names);
  const out: Step = [`the entries of ${verified} are taken out`, { ...state, group, verified: null }];
  if (state.deaths === 0) return [out];
  return [out, ['the verifier dies', { ...state, verified: null, deaths: state.deaths - 1 }]];
}

/** Reads what became of an entry's request, and takes the entry out; if it is to, resting on what it has read before. */
function sweep(state: State, plan: Plan, rules: Rules): Step[] {
  const { group, swept } = state;
  const take = (attempt: string): Step => {
    return [`the sweep takes out ${attempt}`, { ...state, group: withoutAttempt(group, attempt), swept: null }];
  };
  if (swept !== null) return [take(swept)];
  const over = group.entries.filter((entry) => isOver(entry, state, plan, rules));
  return over.map(({ attemptId }) => {
    if (!plan.sweepsLate) return take(attemptId);
    return [`the sweep finds ${attemptId} over`, { ...state, swept: attemptId }];
  });
}

function isOver(entry: Entry, state: State, plan: Plan, rules: Rules): boolean {
  const request = Number(entry.request);
  const mover = rules.lastMover(at(plan.requests, request).line, state, plan);
  const isTaken = mover !== null && rules.isSettled(mover, state);
  const facts: Facts = { ...factsOf(state, entry, rules), ...(isTaken ? { lastVerdict: 'HEALTHY' } : {}) };
  // As long as its maker lives, an entry is young.
  const hasMaker = state.workers.some(({ id }) => id !== null && rules.entryId(id) === entry.attemptId);
  return rules.isOver(entry, facts, hasMaker ? 0 : 1, 0);
}

function factsOf(state: State, entry: Entry, rules: Rules): Facts {
  const { state: now, attempt, verdict } = at(state.requests, Number(entry.request));
  return {
    state: now,
    ...(attempt === null ? {} : { attemptId: rules.entryId(attempt) }),
    ...(verdict === null ? {} : { verdict }),
  };
}

/** Marks an entry whose line need hold up no one, by what was read of its request before. */
function release(state: State, rules: Rules): Step[] {
  const { person, group, releases } = state;
  if (!person) {
    const held = releases > 0 ? group.entries.filter(({ released }) => !released) : [];
    return held.map((entry) => {
      const reader = { attempt: entry.attemptId, facts: factsOf(state, entry, rules) };
      return [`a person reads the request of ${entry.attemptId}`, { ...state, person: reader, releases: releases - 1 }];
    });
  }
  const { attempt, facts } = person;
  const rest = { ...state, person: null };
  const entry = group.entries.find(({ attemptId }) => attemptId === attempt);
  if (!entry || !rules.mayRelease(entry, facts)) return [['the person releases nothing', rest]];
  const mark = (risk: State['risks'][number]) =>
    rules.entryId(risk.attempt) === attempt ? { ...risk, isReleased: true } : risk;
  const released = withRelease(group, attempt, { by: 'a person', why: 'so', atMs: 0 });
  return [[`the person releases ${attempt}`, { ...rest, group: released, risks: state.risks.map(mark) }]];
}

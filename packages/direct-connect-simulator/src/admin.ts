import * as v from 'valibot';
import type { Simulation } from './simulation.ts';
import { faultSchema } from './topology/fault-schema.ts';
import { formatProblem, toProblem } from './topology/problem.ts';
import { viewTopology } from './topology-view.ts';

/** An answer of the admin endpoint, plain JSON. Errors are `{"message"}`. */
export interface AdminAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Route = (simulation: Simulation, body: string) => AdminAnswer;

const routes: Readonly<Record<string, Route>> = {
  'GET /_admin/faults': ({ faults }) => ok(faults.list()),
  'POST /_admin/faults': armFault,
  'DELETE /_admin/faults': ({ faults }) => {
    faults.clear();
    return ok([]);
  },
  'GET /_admin/journal': ({ journal }) => ok(journal.view()),
  'GET /_admin/topology': ({ world, clock }) => ok(viewTopology(world, clock.now())),
};

/** @param path without a query, beginning with /_admin/ */
export function answerAdmin(simulation: Simulation, method: string, path: string, body: string): AdminAnswer {
  const route = routes[`${method} ${path}`];
  if (route !== undefined) return route(simulation, body);
  return failed(404, `${method} ${path} is not one of: ${Object.keys(routes).join(', ')}`);
}

function armFault({ faults }: Simulation, body: string): AdminAnswer {
  const value = parseJson(body);
  if (value === undefined) return failed(400, 'the body is not JSON; expected one fault, e.g. {"kind":"throttle"}');
  const parsed = v.safeParse(faultSchema, value);
  if (parsed.success) return { status: 201, body: faults.arm(parsed.output) };
  return failed(400, parsed.issues.map((issue) => formatProblem(toProblem(issue), 'the fault')).join('; '));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ok(body: unknown): AdminAnswer {
  return { status: 200, body };
}

function failed(status: number, message: string): AdminAnswer {
  return { status, body: { message } };
}

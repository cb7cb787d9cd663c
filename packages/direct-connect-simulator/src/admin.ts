import * as v from 'valibot';
import { commandLine, lineCommand } from './line-command.ts';
import { linkCommand, setLink } from './link-command.ts';
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
  'POST /_admin/lines': changeLine,
  'POST /_admin/links': changeLink,
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
  return withCommand(body, faultSchema, { what: 'fault', example: '{"kind":"throttle"}' }, (fault) => ({
    status: 201,
    body: faults.arm(fault),
  }));
}

function changeLine(simulation: Simulation, body: string): AdminAnswer {
  const expected = { what: 'line', example: '{"connectionId":"dxcon-line1","kind":"staysDown"}' };
  return withCommand(body, lineCommand, expected, (command) => {
    const entry = commandLine(simulation, command);
    return entry ? ok(entry) : failed(404, `${command.connectionId} is not a hosted connection`);
  });
}

function changeLink(simulation: Simulation, body: string): AdminAnswer {
  const expected = { what: 'link', example: '{"id":"dxcon-member1","state":"down"}' };
  return withCommand(body, linkCommand, expected, (command) => {
    const entries = setLink(simulation, command);
    return entries ? ok(entries) : failed(404, `${command.id} is neither an interconnect nor a LAG`);
  });
}

function withCommand<S extends v.GenericSchema>(
  body: string,
  schema: S,
  { what, example }: { readonly what: string; readonly example: string },
  act: (command: v.InferOutput<S>) => AdminAnswer,
): AdminAnswer {
  const value = parseJson(body);
  if (value === undefined) return failed(400, `the body is not JSON; expected one ${what}, e.g. ${example}`);
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return act(parsed.output);
  return failed(400, parsed.issues.map((issue) => formatProblem(toProblem(issue), `the ${what}`)).join('; '));
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

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { VARIANTS } from '../../infra/check/variants.ts';
import { parseConfig, VARIABLES } from '../../src/handlers/config.ts';
import { type Deployable, packaged } from './template.ts';

const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));
/** Read by libraries: the logger. */
const OF_LIBRARIES = ['POWERTOOLS_LOG_LEVEL'];
/** What says where things are, and no parameter sets. */
const OF_THE_STACK = [
  'TABLE_NAME',
  'BUS_NAME',
  'REQUESTS_QUEUE_URL',
  'QUARANTINE_QUEUE_URL',
  'SERVICE_VERSION',
  'STAGE',
];

let shipped: Deployable;
let open: Deployable;
beforeAll(async () => {
  shipped = await packaged('default');
  open = await packaged('open');
});

const functions = (template: Deployable) =>
  template.ofType('AWS::Lambda::Function').map(({ properties }) => ({
    timeout: properties.Timeout as number,
    variables: properties.Environment.Variables as Record<string, unknown>,
  }));

/** functionTimeoutSeconds as FUNCTION_TIMEOUT_SECONDS. */
const variableOf = (parameter: string) => parameter.replace(/[A-Z]/g, '_$&').toUpperCase();

it('sets every variable that the code reads, and no other', () => {
  for (const { variables } of functions(shipped)) {
    expect(new Set(Object.keys(variables))).toEqual(new Set([...VARIABLES, ...OF_LIBRARIES]));
  }
});

it('sets each to the parameter of its name, and to no other', () => {
  const parameters: Record<string, unknown> = VARIANTS.open;
  for (const { variables } of functions(open)) {
    const { POWERTOOLS_LOG_LEVEL, ...others } = variables;
    const set = Object.keys(parameters).filter((name) => variableOf(name) in others);
    expect(Object.fromEntries(set.map((name) => [name, others[variableOf(name)]]))).toEqual(
      Object.fromEntries(set.map((name) => [name, String(parameters[name])])),
    );
    expect(new Set([...set.map(variableOf), ...OF_THE_STACK])).toEqual(new Set(Object.keys(others)));
    expect(POWERTOOLS_LOG_LEVEL).toBe(parameters.logLevel);
  }
});

it('tells each function its own timeout', () => {
  for (const { timeout, variables } of [...functions(shipped), ...functions(open)]) {
    expect(variables.FUNCTION_TIMEOUT_SECONDS).toBe(String(timeout));
  }
});

it('sets them to values that the code accepts', () => {
  const urls = {
    REQUESTS_QUEUE_URL: 'https://sqs.example/requests',
    QUARANTINE_QUEUE_URL: 'https://sqs.example/quarantine',
  };
  for (const { variables } of [...functions(shipped), ...functions(open)]) {
    const environment = Object.entries({ ...variables, ...urls }).map(([name, value]) => [name, String(value)]);
    expect(() => parseConfig(Object.fromEntries(environment))).not.toThrow();
  }
});

it('nothing reads the environment but config.ts, which each handler hands it to', () => {
  const readers = globSync('**/*.ts', { cwd: SOURCE }).flatMap((file) => {
    const source = readFileSync(join(SOURCE, file), 'utf8');
    return [...source.matchAll(/.*\b(?:process\b|env\b).*/g)].map(([line]) => [file, line]);
  });
  const handed = readers.filter(([, line]) => /^const \{[\w, ]+\} = wire\(process\.env\);$/.test(line ?? ''));
  expect(handed.map(([file]) => file).toSorted()).toEqual(
    ['control', 'migrate', 'reconcile', 'resolve'].map((name) => join('handlers', `${name}.ts`)),
  );
  const others = readers
    .filter((reader) => !handed.includes(reader))
    .filter(([, line]) => !/^ *(\*|\/\/|\/\*\*)/.test(line ?? ''));
  expect(others).toEqual([]);
});

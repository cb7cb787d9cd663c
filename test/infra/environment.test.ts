import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { VARIANTS } from '../../infra/check/variants.ts';
import { logicalId } from '../../infra/logical-id.ts';
import { SETTINGS, type Setting } from '../../infra/settings-table.ts';
import { parseConfig, variablesOf } from '../../src/handlers/config.ts';
import { LOCATIONS } from '../../src/settings/locations.ts';
import { FUNCTION_NAMES } from '../../src/settings/setting.ts';
import { type Deployable, packaged } from './template.ts';

const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));
/** Read by libraries: the logger. */
const OF_LIBRARIES = ['POWERTOOLS_LOG_LEVEL'];
let shipped: Deployable;
let open: Deployable;
beforeAll(async () => {
  shipped = await packaged('default');
  open = await packaged('open');
});

const functions = (template: Deployable) =>
  FUNCTION_NAMES.map((name) => {
    const { Timeout, Environment } = template.get(logicalId(name, 'LambdaFunction'));
    return { name, timeout: Timeout as number, variables: Environment.Variables as Record<string, string> };
  });

it('sets every variable that a function’s code reads, and no other', () => {
  for (const { name, variables } of functions(shipped)) {
    expect(new Set(Object.keys(variables)), name).toEqual(new Set([...variablesOf(name), ...OF_LIBRARIES]));
  }
});

it('sets each to the parameter that the table names, and to no other', () => {
  const parameters: Record<string, unknown> = VARIANTS.open;
  const settings: [string, Setting][] = Object.entries(SETTINGS);
  for (const { name, variables } of functions(open)) {
    for (const [parameter, { variable, functions: readers }] of settings) {
      if (variable === undefined) continue;
      const expected = readers?.includes(name) ? String(parameters[parameter]) : undefined;
      expect(variables[variable], `${variable} of ${name}`).toBe(expected);
    }
  }
});

it('passes each function that reads it its own timeout', () => {
  for (const { name, timeout, variables } of [...functions(shipped), ...functions(open)]) {
    const own = name === 'dispatch' ? variables.DISPATCH_TIMEOUT_SECONDS : variables.FUNCTION_TIMEOUT_SECONDS;
    expect(own ?? String(timeout)).toBe(String(timeout));
  }
});

it('sets them to values that the code accepts', () => {
  const locations = Object.values(LOCATIONS).filter(({ kind }) => kind === 'url');
  const urls = Object.fromEntries(locations.map(({ variable }) => [variable, 'https://sqs.example/queue']));
  for (const { name, variables } of [...functions(shipped), ...functions(open)]) {
    // In the template each is a reference.
    const environment = Object.entries({ ...variables, ...urls }).map(([key, value]) => [key, String(value)]);
    expect(() => parseConfig(name, Object.fromEntries(environment))).not.toThrow();
  }
});

it('only config.ts reads the environment, which each handler passes to it', () => {
  // The operators' tool is a program of its own.
  const ofFunctions = globSync('**/*.ts', { cwd: SOURCE }).filter((file) => !/^(?:cli|terminal)[/\\]/.test(file));
  const readers = ofFunctions.flatMap((file) => {
    const source = readFileSync(join(SOURCE, file), 'utf8');
    return [...source.matchAll(/.*\b(?:process\b|env\b).*/g)].map(([line]) => [file, line]);
  });
  const handed = readers.filter(([, line]) => /^const .*\bparseConfig\('\w+', process\.env\)\)?;$/.test(line ?? ''));
  expect(new Set(handed.map(([file]) => file))).toEqual(
    new Set(FUNCTION_NAMES.map((name) => join('handlers', `${name}.ts`))),
  );
  const others = readers
    .filter((reader) => !handed.includes(reader))
    .filter(([, line]) => !/^ *(\*|\/\/|\/\*\*)/.test(line ?? ''));
  expect(others).toEqual([]);
});

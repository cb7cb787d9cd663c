import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/handlers/config.ts';
import { packaged } from './template.ts';

/** Read by libraries: the logger. */
const OF_LIBRARIES = ['POWERTOOLS_LOG_LEVEL'];

/** The variables that config.ts parses, by its own word: it names each that is missing. */
function variablesOfTheCode(): string[] {
  try {
    parseConfig({});
  } catch (error) {
    if (error instanceof ConfigError)
      return [...error.message.matchAll(/\b([A-Z][A-Z_]+) is not set/g)].map(([, name]) => name ?? '');
  }
  throw new Error('config.ts accepts an empty environment');
}

it('sets every variable that the code reads, and no other', async () => {
  const functions = (await packaged('default')).ofType('AWS::Lambda::Function');
  const read = new Set([...variablesOfTheCode(), ...OF_LIBRARIES]);
  expect(read.size).toBeGreaterThan(10);
  for (const { properties } of functions) {
    expect(new Set(Object.keys(properties.Environment.Variables))).toEqual(read);
  }
});

it('sets them to values that the code accepts', async () => {
  const { properties } = (await packaged('default')).ofType('AWS::Lambda::Function')[0] ?? {};
  const { Variables } = properties.Environment;
  const urls = {
    REQUESTS_QUEUE_URL: 'https://sqs.example/requests',
    QUARANTINE_QUEUE_URL: 'https://sqs.example/quarantine',
  };
  const environment = Object.fromEntries(
    Object.entries({ ...Variables, ...urls }).map(([name, value]) => [name, String(value)]),
  );
  expect(() => parseConfig(environment)).not.toThrow();
});

it('no handler reads a variable behind the back of config.ts', () => {
  for (const name of ['migrate', 'reconcile', 'resolve', 'control']) {
    const source = readFileSync(new URL(`../../src/handlers/${name}.ts`, import.meta.url), 'utf8');
    expect(source).not.toMatch(/process\.env[.[]/);
  }
});

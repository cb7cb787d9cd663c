import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { expect, it } from 'vitest';
import { CONTRACTS, examplesOf, OPERATIONS } from './contracts.ts';

it.each([
  ['requests and outcomes', CONTRACTS, ['requests', 'outcomes']],
  ['events about operations', OPERATIONS, ['operations']],
])("the AsyncAPI document of %s is valid by AsyncAPI's own parser, its examples by their schemas", async (...of) => {
  const [, folder, channels] = of;
  const text = readFileSync(join(folder, 'asyncapi.yaml'), 'utf8');

  const { document, diagnostics } = await new Parser().parse(text);

  expect(diagnostics.filter(({ severity }) => severity <= 1)).toEqual([]);
  expect(document?.version()).toBe('3.0.0');
  expect(document?.channels().map((channel) => channel.id())).toEqual(channels);
  const examples = document?.allMessages().flatMap((message) => message.examples().map((example) => example.name()));
  const published = [...examplesOf('requests', folder), ...examplesOf('events', folder)].map(([name]) => name);
  expect(new Set(examples)).toEqual(new Set(published));
});

it('the parser objects to an invalid document', async () => {
  const text = readFileSync(join(CONTRACTS, 'asyncapi.yaml'), 'utf8').replace('action: receive', 'action: take');

  const { diagnostics } = await new Parser().parse(text);

  expect(diagnostics.filter(({ severity }) => severity === 0)).not.toEqual([]);
});

import { asyncApi } from './asyncapi.ts';
import { type Contract, fileOf } from './contract.ts';
import { jsonSchemas } from './json-schemas.ts';
import { types } from './types.ts';

/** All that is published of a contract, made from src/contract: text by path under its folder. */
export async function artefacts(contract: Contract): Promise<Map<string, string>> {
  const examples = await contract.examples();
  const { requests, events } = examples;
  return new Map([
    ...[...jsonSchemas(contract)].map(
      ([type, schema]) => [`schemas/${fileOf(type)}.schema.json`, json(schema)] as const,
    ),
    ...Object.entries(requests).map(([name, body]) => [`examples/requests/${name}.json`, json(body)] as const),
    ...[...events].map(([name, event]) => [`examples/events/${name}.json`, json(event)] as const),
    ...(contract.asyncApi ? [['asyncapi.yaml', asyncApi(contract, contract.asyncApi(examples))] as const] : []),
    ['types.d.ts', await types(contract)] as const,
    ...(contract.files?.() ?? []),
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

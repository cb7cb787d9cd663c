import { asyncApi } from './asyncapi.ts';
import { goldenEvents } from './golden-events.ts';
import { GOLDEN_REQUESTS } from './golden-requests.ts';
import { fileOf, jsonSchemas } from './json-schemas.ts';
import { types } from './types.ts';

/** All that is published of version 1, made from src/contract: text by path under contracts/v1. */
export async function artefacts(): Promise<Map<string, string>> {
  const events = await goldenEvents();
  return new Map([
    ...[...jsonSchemas()].map(([type, schema]) => [`schemas/${fileOf(type)}.schema.json`, json(schema)] as const),
    ...Object.entries(GOLDEN_REQUESTS).map(([name, body]) => [`examples/requests/${name}.json`, json(body)] as const),
    ...[...events].map(([name, event]) => [`examples/events/${name}.json`, json(event)] as const),
    ['asyncapi.yaml', asyncApi({ requests: GOLDEN_REQUESTS, events })] as const,
    ['types.d.ts', await types()] as const,
  ]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

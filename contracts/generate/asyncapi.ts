import { stringify } from 'yaml';
import { type Contract, type Examples, typeOf } from './contract.ts';
import { componentSchemas } from './json-schemas.ts';

/** What is different from contract to contract. */
export interface DocumentParts {
  title: string;
  description: string;
  channels: object;
  operations: object;
  messages: object;
}

/** The document: queue and bus, and the messages, as the service sees them. AsyncAPI 3.0.0, as YAML. */
export function asyncApi(contract: Contract, parts: DocumentParts): string {
  const { title, description, channels, operations, messages } = parts;
  const document = {
    asyncapi: '3.0.0',
    info: { title, version: '1', description, license: { name: 'Apache-2.0' } },
    defaultContentType: 'application/json',
    channels,
    operations,
    components: { schemas: componentSchemas(contract, (type) => `#/components/schemas/${type}`), messages },
  };
  return stringify(document, { lineWidth: 120, aliasDuplicateObjects: false });
}

export function ref(path: string): { $ref: string } {
  return { $ref: `#/components/${path}` };
}

/** The bus, for events of these types. */
export function eventChannel(title: string, description: string, detailTypes: readonly string[]) {
  return {
    address: 'dx-migrator-{stage}',
    title,
    description,
    parameters: { stage: { description: 'The stage that the service was deployed as.' } },
    messages: Object.fromEntries(detailTypes.map((type) => [typeOf(type), ref(`messages/${typeOf(type)}`)])),
  };
}

export function sendOperation(title: string, channel: string, detailTypes: readonly string[]) {
  return {
    action: 'send',
    title,
    channel: { $ref: `#/channels/${channel}` },
    messages: detailTypes.map((type) => ({ $ref: `#/channels/${channel}/messages/${typeOf(type)}` })),
  };
}

export function eventMessages(detailTypes: readonly string[], events: Examples['events']) {
  return Object.fromEntries(
    detailTypes.map((type) => {
      const own = [...events].filter(([, event]) => event['detail-type'] === type);
      const examples = own.map(([name, payload]) => ({ name, payload }));
      return [typeOf(type), { title: type, payload: ref(`schemas/${typeOf(type)}`), examples }];
    }),
  );
}

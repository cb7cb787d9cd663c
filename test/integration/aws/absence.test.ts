import { expect, it } from 'vitest';
import { MINUTE, NEW, OLD, OTHER, request, World } from '../../support/world.ts';
import { adapterFor, answerJson, startRawServer } from './harness.ts';

const PENDING = () => 'The specified Connection ID is not available';
const INVALID = (id: string) => `ConnectionID ${id} has an invalid format.`;
const NAMELESS = () => 'Connection does not exist';
const ANOTHER = () => "123456789012 DescribeHostedConnections failed for connection dxcon-else doesn't exist.";
const ABSENT = (id: string, operation: string) =>
  operation === 'DescribeHostedConnections'
    ? `123456789012 DescribeHostedConnections failed for connection ${id} doesn't exist.`
    : `Could not find ${id.startsWith('dxlag-') ? 'Lag' : 'Connection'} with ID ${id}`;

/** A service for which Direct Connect answers observations of some parents with a text, through the real adapter. */
async function worldWhere(silent: string[], text: (id: string, operation: string) => string): Promise<World> {
  const server = await startRawServer((response, { headers }, number) => {
    const input = JSON.parse(server.bodies[number - 1] ?? '{}') as Record<string, string>;
    const id = input.connectionId ?? input.lagId ?? input.interconnectId ?? '';
    const message = text(id, String(headers['x-amz-target']).split('.')[1] ?? '');
    answerJson(response, { __type: 'DirectConnectClientException', message }, 400);
  });
  const world = new World();
  const adapter = adapterFor(server.url, {}, () => world.now);
  const { listHosted, describeParent } = world.ports.directConnect;
  world.ports.directConnect.listHosted = (id) => (silent.includes(id) ? adapter : { listHosted }).listHosted(id);
  world.ports.directConnect.describeParent = (id) =>
    (silent.includes(id) ? adapter : { describeParent }).describeParent(id);
  return world;
}

async function outcomes(world: World): Promise<unknown[]> {
  await world.deliver(request());
  await world.pass(10 * MINUTE);
  return world.eventsOf().map(({ data }) => data.reason?.code);
}

it.each([
  ['every parent', [OLD, NEW, OTHER], 'NOT_PERMITTED'],
  ['the target', [NEW], 'PARENT_NOT_FOUND'],
])('%s, reported absent by a text that names it, ends the request', async (_name, silent, code) => {
  expect(await outcomes(await worldWhere(silent, ABSENT))).toEqual([code]);
});

it.each(
  [
    ['every parent', [OLD, NEW, OTHER]] as const,
    ['the expected parent', [OLD]] as const,
    ['the target', [NEW]] as const,
  ].flatMap(([name, silent]) => [PENDING, INVALID, NAMELESS, ANOTHER].map((text) => ({ name, silent, text }))),
)('$name, with $text.name: no words for absence, so it waits', async ({ silent, text }) => {
  const world = await worldWhere([...silent], text);
  expect(await outcomes(world)).toEqual([]);
  expect(world.request().state).toBe('RECEIVED');
});

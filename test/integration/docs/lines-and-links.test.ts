import { AssociateHostedConnectionCommand, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { expect, it } from 'vitest';
import { createAdminClient, startDirectConnect } from '#direct-connect-simulator';
import { readTopology } from '../../../local/read-topology.ts';
import { blocksOf, blocksUnder } from './markdown-blocks.ts';
import { runShell } from './run-example.ts';
import { curl } from './tools.ts';

const [block = ''] = blocksUnder(blocksOf('docs/local-stack.md'), 'Lines and links that go down', 'sh');
const tool = curl();

it.skipIf(tool.missing)(
  `docs/local-stack.md: lines and links go down and come up (${tool.missing ?? tool.found})`,
  async () => {
    const simulator = await startDirectConnect({ topology: readTopology('local/samples/topology.yaml') });
    const admin = createAdminClient(simulator.url);
    await admin.clearFaults();
    const client = new DirectConnectClient({
      ...{ endpoint: simulator.url, region: 'eu-central-1', maxAttempts: 1 },
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    try {
      const { status, stderr } = await runShell(block, { AWS_ENDPOINT_URL_DIRECT_CONNECT: simulator.url });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });

      const states = [];
      for (const connectionId of ['dxcon-fg100001', 'dxcon-fg100002', 'dxcon-fg100003', 'dxcon-fg100004']) {
        const ids = { connectionId, parentConnectionId: 'dxlag-fra00001' };
        states.push((await client.send(new AssociateHostedConnectionCommand(ids))).connectionState);
      }
      expect(states).toEqual(['down', 'down', 'down', 'available']);
      const { lines, links } = await admin.journal();
      expect(lines.map(({ kind }) => kind)).toEqual(['up', 'staysDown', 'comesLate', 'flaps']);
      expect(links.map(({ state, lagState }) => `${state} ${lagState}`)).toEqual([
        ...['down available', 'down down', 'up available', 'up available'],
      ]);
    } finally {
      client.destroy();
      await simulator.close();
    }
  },
);

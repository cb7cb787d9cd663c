import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { type EventBridgeServer, startEventBridge } from '../../../local/eventbridge/start-event-bridge.ts';
import { ManualClock } from '../../unit/eventbridge/manual-clock.ts';
import { ACCOUNT, clientOf, FakeTargets, queueArn, REGION } from './harness.ts';

const ENTRY: PutEventsRequestEntry = {
  EventBusName: 'dx',
  Source: 'dx-migrator',
  DetailType: 'Moved',
  Detail: '{"outcome":"MIGRATED"}',
};

/** A bus `dx` whose targets and clock the test holds. */
export interface Delivering {
  clock: ManualClock;
  targets: FakeTargets;
  server: EventBridgeServer;
  client: EventBridgeClient;
  /** What was reported as not delivered. */
  reported: string[];
  put: (change?: Partial<PutEventsRequestEntry>) => Promise<unknown>;
  /** A rule for the queue of its name. */
  putRule: (name: string, target: object, rest?: object) => string;
  close: () => Promise<void>;
}

export async function startDelivering(): Promise<Delivering> {
  const clock = new ManualClock();
  const targets = new FakeTargets();
  const reported: string[] = [];
  const server = await startEventBridge({
    region: REGION,
    account: ACCOUNT,
    targets,
    clock,
    report: (line) => void reported.push(line),
    random: () => 0.5,
    retry: { baseMs: 1000, capMs: 60_000 },
  });
  server.createBus('dx');
  const client = clientOf(server.url);
  return {
    clock,
    targets,
    server,
    client,
    reported,
    put: (change = {}) => client.send(new PutEventsCommand({ Entries: [{ ...ENTRY, ...change }] })),
    putRule: (name, target, rest = {}) =>
      server.putRule({
        Name: name,
        EventBusName: 'dx',
        EventPattern: { source: ['dx-migrator'] },
        Targets: [{ Id: 'target', Arn: queueArn(name), ...target }],
        ...rest,
      }),
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}

import type { ConnectionRecord } from '../../src/contract/connection-record.ts';
import type { EventDetail } from '../../src/contract/event.ts';
import type { Message } from '../../src/migration/model/message.ts';
import type { BusEvent } from '../../src/migration/ports/bus.ts';
import { World } from '../../test/support/world.ts';
import { CONNECTION, INTERCONNECT, LAG, OTHER_LAG } from './golden-requests.ts';

const SENDER = 'AROAORDERSYSTEM';
const STRANGER = 'AROASOMEBODYELSE:session';

export const RECORD: ConnectionRecord = {
  ownerAccount: '111122223333',
  connectionId: CONNECTION,
  connectionName: 'Example Customer, Frankfurt 1',
  connectionState: 'available',
  region: 'eu-central-1',
  location: 'EqFA5',
  bandwidth: '1Gbps',
  vlan: 101,
  partnerName: 'Example Partner',
  jumboFrameCapable: true,
  awsDeviceV2: 'EqFA5-1a2b3c4d5e6f7',
  awsLogicalDeviceId: 'EqFA5-1a2b3c4d5e6f7',
  hasLogicalRedundancy: 'unknown',
  macSecCapable: false,
};

/** As AssociateHostedConnection returns it: the same connection, on the LAG, which ends on another device. */
export const MOVED_RECORD: ConnectionRecord = {
  ...RECORD,
  lagId: LAG,
  awsDeviceV2: 'EqFA5-8h9i0j1k2l3m4',
  awsLogicalDeviceId: 'EqFA5-8h9i0j1k2l3m4',
};

/** How long each call of AssociateHostedConnection takes, in milliseconds. */
const LATENCY = 1_840;

/** The real core on plain objects, with the ids of the golden examples, and message ids that are the same each time. */
export class GoldenWorld extends World {
  readonly #number: number;
  #messages = 0;

  /** @param number of the example: it is in the message ids */
  constructor(number: number) {
    super();
    this.#number = number;
    for (const parent of [INTERCONNECT, LAG, OTHER_LAG])
      this.parents.set(parent, { state: 'available', allowsHostedConnections: true });
    this.truth.clear();
    this.place(CONNECTION, INTERCONNECT, RECORD);
    const parents = [INTERCONNECT, LAG, OTHER_LAG];
    const tenant = { name: 'orders', senders: [SENDER], ownerAccounts: ['111122223333'], parents };
    const { associate } = this.ports.directConnect;
    Object.assign(this.ports, {
      serviceVersion: '0.0.0-example',
      tenants: [tenant, { ...tenant, name: 'others', senders: ['AROAOTHERSYSTEM'], ownerAccounts: ['444455556666'] }],
    });
    this.ports.directConnect.associate = async (...call) => {
      const answer = await associate(...call);
      // From now on Describe shows it as moved, whatever the answer says.
      if (this.truth.get(call[0])?.parent === LAG) this.place(call[0], LAG, MOVED_RECORD);
      this.now += LATENCY;
      return answer;
    };
    this.script.push({
      moves: true,
      answer: { kind: 'moved', connection: MOVED_RECORD, awsRequestId: AWS_REQUEST_ID },
    });
  }

  override message(body: object | string, message: Partial<Message> = {}): Message {
    const id = uuid('6d0f3c1e-5b7a-4c9e-8f21', 100 * this.#number + ++this.#messages);
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    return super.message(body, { id, traceparent, senderId: `${SENDER}:session`, ...message });
  }

  /** The answers that AssociateHostedConnection gives, instead of the good one. */
  answers(...script: World['script']): void {
    this.script.splice(0, this.script.length, ...script);
  }

  fromStranger(body: object): Promise<unknown> {
    return this.deliver(body, { senderId: STRANGER });
  }

  fromOthers(body: object): Promise<unknown> {
    return this.deliver(body, { tenant: 'others', senderId: 'AROAOTHERSYSTEM:session' });
  }

  /** The last event, as EventBridge delivers it. */
  lastEvent(): Record<string, unknown> {
    const event = this.published.at(-1);
    if (!event) throw new Error('nothing was published');
    return delivered(event, this.#number);
  }
}

/**
 * An event as EventBridge delivers it.
 *
 * @param number of the example: it is in the id of the delivery
 */
export function delivered({ source, detailType, detail: text }: BusEvent, number: number): Record<string, unknown> {
  const detail = JSON.parse(text) as Pick<EventDetail, 'metadata'>;
  return {
    version: '0',
    id: uuid('0b6f9a3e-27d1-4f58-9c47', number),
    'detail-type': detailType,
    source,
    account: '777788889999',
    time: `${detail.metadata.occurredAt.slice(0, 19)}Z`,
    region: 'eu-central-1',
    resources: [],
    detail,
  };
}

export const AWS_REQUEST_ID = 'b1f7a0c2-3d54-4e8b-9c6a-7f2e1d0c5b3a';

function uuid(prefix: string, number: number): string {
  return `${prefix}-${String(number).padStart(12, '0')}`;
}

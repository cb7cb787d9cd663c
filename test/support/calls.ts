import { OLD, OWNER, request, UNCLEAR, World } from './world.ts';

export const SECOND_OWNER = '444455556666';

/** Orders for lines of two accounts, each of its own line, from OLD to NEW or OTHER. */
export class Calls {
  readonly world = new World();
  #lines = 0;

  constructor() {
    for (const tenant of this.world.ports.tenants) Object.assign(tenant, { ownerAccounts: [OWNER, SECOND_OWNER] });
  }

  body(to: string, ownerAccount = OWNER): Record<string, unknown> {
    const connectionId = `dxcon-n${++this.#lines}`;
    this.world.place(connectionId, OLD, { vlan: 200 + this.#lines, ownerAccount });
    return request({ requestId: `n${this.#lines}`, connectionId, parentConnectionId: to });
  }

  /** One that is called and not answered clearly. */
  async unclear(to: string, ownerAccount = OWNER): Promise<void> {
    this.world.script.push({ moves: false, answer: UNCLEAR });
    await this.world.deliver(this.body(to, ownerAccount));
  }

  /** Whether one is called now. */
  async isCalled(to: string, ownerAccount = OWNER, senderId = 'AROAORDERSYSTEM:session'): Promise<boolean> {
    const before = this.world.calls.length;
    const tenant = senderId.startsWith('AROARIVAL') ? 'rival' : 'orders';
    await this.world.deliver(this.body(to, ownerAccount), { tenant, senderId });
    return this.world.calls.length > before;
  }

  get open(): Set<string> {
    return new Set(Object.keys(this.world.ledger.circuits));
  }

  logged(transition: string): (string | undefined)[] {
    return this.world.logged.filter((line) => line.transition === transition).map(({ fields }) => fields.circuit);
  }
}

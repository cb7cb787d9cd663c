import {
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  type DirectConnectClient,
  DirectConnectClientException,
} from '@aws-sdk/client-direct-connect';

type Question = 'interconnects' | 'lags' | (string & {});

/** Direct Connect as a client sees it: pages of so many, whose tokens are numbers of entries, so that a list that shrinks skips some. */
export class FakeDirectConnect {
  readonly lines: Record<string, string[]>;
  readonly members: Record<string, string> = {};
  pageSize = 2;
  asked = 0;
  /** Before each page is made: what happens meanwhile. */
  meanwhile: (question: Question, page: number, asked: number) => void = () => {};

  constructor(lines: Record<string, string[]>) {
    this.lines = lines;
  }

  readonly client = { send: async (command: unknown) => this.#answer(command) } as DirectConnectClient;

  move(line: string, from: string, to: string): void {
    this.lines[from] = this.lines[from]?.filter((id) => id !== line) ?? [];
    this.lines[to]?.push(line);
  }

  #answer(command: unknown): object {
    if (command instanceof DescribeInterconnectsCommand) {
      const ids = Object.keys(this.lines).filter((id) => id.startsWith('dxcon-'));
      const { items, ...rest } = this.#page('interconnects', ids, command.input);
      return { interconnects: items.map((id) => ({ interconnectId: id, lagId: this.members[id] })), ...rest };
    }
    if (command instanceof DescribeLagsCommand) {
      const ids = Object.keys(this.lines).filter((id) => id.startsWith('dxlag-'));
      const { items, ...rest } = this.#page('lags', ids, command.input);
      return { lags: items.map((lagId) => ({ lagId })), ...rest };
    }
    if (!(command instanceof DescribeHostedConnectionsCommand)) throw new Error('an operation that is not expected');
    const { connectionId: parent = '' } = command.input;
    const { items, ...rest } = this.#page(parent, () => this.lines[parent], command.input);
    return { connections: items.map((connectionId) => ({ connectionId, vlan: 1 })), ...rest };
  }

  #page(
    question: Question,
    ids: string[] | (() => string[] | undefined),
    { nextToken, maxResults }: { nextToken?: string | undefined; maxResults?: number | undefined },
  ) {
    if (maxResults !== 100) throw new Error('smaller pages than there are');
    const from = Number(nextToken ?? 0);
    this.meanwhile(question, from / this.pageSize + 1, ++this.asked);
    const all = typeof ids === 'function' ? ids() : ids;
    if (!all) throw noSuchParent(question);
    const to = from + this.pageSize;
    return { items: all.slice(from, to), ...(to < all.length ? { nextToken: String(to) } : {}) };
  }
}

export function noSuchParent(id: string): Error {
  const message = `999988887777 DescribeHostedConnections failed for connection ${id} doesn't exist.`;
  return new DirectConnectClientException({ message, $metadata: { httpStatusCode: 400 } });
}

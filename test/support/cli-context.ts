import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { askOnTerminal } from '../../src/cli/context/ask-on-terminal.ts';
import type { Clients } from '../../src/cli/context/clients.ts';
import type { Context } from '../../src/cli/context/context.ts';
import { stageNamed } from '../../src/cli/context/stage.ts';
import { output } from '../../src/cli/output/output.ts';
import { START } from './world.ts';

/** What a client is sent, by the name of the command, and what it answers. */
export type Answers = Record<string, (input: never) => unknown>;

/** A context of a command over made answers, whose lines are kept. */
export interface MadeContext extends Context {
  lines: string[];
  notes: string[];
  /** The commands that were sent, in their order. */
  sent: { name: string; input: Record<string, unknown> }[];
}

export function madeContext(answers: Answers, { width = 80, isJson = false, stage = 'prod' } = {}): MadeContext {
  const sent: MadeContext['sent'] = [];
  const client = {
    async send(command: { input: Record<string, unknown> }) {
      const { input } = command;
      const name = command.constructor.name.replace(/Command$/, '');
      sent.push({ name, input });
      const answer = answers[name];
      if (!answer) throw new Error(`no answer was made for ${name}`);
      return answer(input as never);
    },
  };
  const lines: string[] = [];
  const notes: string[] = [];
  const aws = { directConnect: client, dynamoDb: client, lambda: client, logs: client, sqs: client };
  const out: Context['out'] = {
    ...output({}),
    ...{ width, isJson },
    line: (text = '') => void lines.push(...text.split('\n')),
    json: (value) => void lines.push(JSON.stringify(value)),
    jsonLine: (value) => void lines.push(JSON.stringify(value)),
    note: (text) => void notes.push(text),
  };
  return {
    ...{ lines, notes, sent, out },
    ask: (what) => askOnTerminal(what, out),
    stage: stageNamed(stage),
    aws: aws as unknown as Clients,
    clock: () => START,
  };
}

type Item = Record<string, AttributeValue>;

/** A table in which the index has all items that are due. */
export function tableOf(items: readonly Item[]): Answers {
  return {
    Scan: ({ IndexName, FilterExpression }: { IndexName?: string; FilterExpression?: string }) => {
      if (!IndexName && !FilterExpression) throw new Error('the whole table was read');
      return { Items: items.filter(({ due }) => due).map(({ pk, due, dueAtMs }) => ({ pk, due, dueAtMs })) };
    },
    BatchGetItem: ({ RequestItems }: { RequestItems: Record<string, { Keys: Item[] }> }) => {
      const [[table, { Keys }] = ['', { Keys: [] }]] = Object.entries(RequestItems);
      const wanted = new Set(Keys.map(({ pk }) => pk?.S));
      return { Responses: { [table]: items.filter(({ pk }) => wanted.has(pk?.S)) } };
    },
  };
}

/** Queues by their names after the stack's, and how many messages each has. */
export function queuesOf(depths: Record<string, number>, stack = 'dx-migrator-prod'): Answers {
  const url = (name: string) => `https://sqs.eu-central-1.amazonaws.com/123456789012/${name}`;
  return {
    ListQueues: () => ({ QueueUrls: Object.keys(depths).map((name) => url(`${stack}-${name}`)) }),
    GetQueueAttributes: ({ QueueUrl }: { QueueUrl: string }) => ({
      Attributes: {
        ApproximateNumberOfMessages: String(depths[QueueUrl.slice(url(`${stack}-`).length)]),
        ApproximateNumberOfMessagesNotVisible: '0',
      },
    }),
  };
}

/** A stage with one tenant, no message that waits for people, and nothing logged. */
export const WELL: Answers = {
  ...tableOf([]),
  ...queuesOf({ quarantine: 0, 'requests_orders.fifo': 0 }),
  FilterLogEvents: () => ({ events: [] }),
};

/** The same with items. */
export function worldOf(...items: Item[]): Answers {
  return { ...WELL, ...tableOf(items) };
}

/** What a command has shown. */
export function shownBy({ lines }: Pick<MadeContext, 'lines'>): string {
  return lines.join('\n');
}

/** Without the breaks of lines that a narrow terminal needs. */
export function proseOf(context: Pick<MadeContext, 'lines'>): string {
  return shownBy(context).replaceAll(/\s+/g, ' ');
}

/** A text that a terminal would obey, and how it is shown. */
export const HOSTILE = 'a\u001b[2Jb\u202ec\u0007';
export const HARMLESS = 'a\\u{1b}[2Jb\\u{202e}c\\u{7}';

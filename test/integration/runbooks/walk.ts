import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { readTemplate, resolveValue, type Template } from '../../../local/stack/template.ts';
import { type Alarm, isRinging, type Sample, samplesIn } from '../../support/alarm-state.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';
import { blocksOf, blocksUnder } from '../docs/markdown-blocks.ts';
import { type Environment, type Ran, runShell } from '../docs/run-example.ts';

const RUNBOOKS = fileURLToPath(new URL('../../../docs/operations/alarms/', import.meta.url));
const STACK = 'dx-migrator-local';

const README = fileURLToPath(new URL('../../../docs/operations/README.md', import.meta.url));

/** What the pages have a reader put into the shell first: names for the local stack, and short-hands. */
const preamble = () => {
  const blocks = blocksOf(README);
  return [blocksUnder(blocks, 'Names', 'sh').at(-1), ...blocksUnder(blocks, 'Short-hands', 'sh')].join('\n');
};

/** The local stack with its alarms, and an operator at a shell who follows a runbook. */
export interface Walk {
  stack: TestStack;
  /**
   * Whether an alarm of the template rings now, over what the functions wrote and the queues hold.
   *
   * @param instead what is otherwise than in the template: hours, where the local stage has seconds
   */
  rings(alarm: string, instead?: Partial<Alarm>): Promise<boolean>;
  /**
   * Runs a block of docs/operations/alarms/<page>.md as printed.
   *
   * @param variables what the page asks the reader to put into the shell
   */
  follow(page: string, heading: string, index?: number, variables?: Environment): Promise<Ran>;
  close(): Promise<void>;
}

export async function startWalk(packaged: 'usual' | 'withoutReconcile' = 'usual'): Promise<Walk> {
  const stack = await startTestStack(packaged);
  const template = await readTemplate(join(inject('packages')[packaged], 'cloudformation-template-update-stack.json'));
  return {
    stack,
    async rings(name, instead = {}) {
      const alarm = { ...(await alarmOf(template, `${STACK}-${name}`)), ...instead };
      return isRinging(alarm, await samplesOf(alarm, stack), Date.now());
    },
    async follow(page, heading, index = 0, variables = {}) {
      const block = blocksUnder(blocksOf(join(RUNBOOKS, `${page}.md`)), heading, 'sh')[index];
      if (block === undefined) throw new Error(`${page}.md has no block ${index} under "${heading}"`);
      return runShell(`${preamble()}\n${block}`, { ...operator(stack), ...variables });
    },
    close: () => stack.close(),
  };
}

function operator({ endpointVariables, region }: TestStack): Environment {
  return {
    ...endpointVariables,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'AROAOPERATOR',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

async function alarmOf(template: Template, name: string): Promise<Alarm> {
  const found = Object.values(template.Resources).find(({ Properties }) => Properties?.AlarmName === name);
  if (!found) throw new Error(`the template has no alarm ${name}`);
  return (await resolveValue(found.Properties, {
    ref: async (id) => String(template.Resources[id]?.Properties?.Name ?? id),
    attribute: async (id, attribute) => String(template.Resources[id]?.Properties?.[attribute] ?? id),
  })) as Alarm;
}

/** The functions' own metrics, from their lines; a queue's, as it is now. Others cannot be seen here. */
async function samplesOf(alarm: Alarm, stack: TestStack): Promise<Sample[]> {
  if (alarm.Namespace === 'dx-migrator') return samplesIn(stack.logs, alarm);
  if (alarm.MetricName !== 'ApproximateNumberOfMessagesVisible')
    throw new Error(`${alarm.MetricName} is not seen here`);
  const QueueUrl = stack.sqs.queueUrl(alarm.Dimensions[0]?.Value ?? '');
  const { Attributes } = await stack.sqsCall('GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['ApproximateNumberOfMessages'],
  });
  const { ApproximateNumberOfMessages } = Attributes as Record<string, string>;
  return [{ at: Date.now(), value: Number(ApproximateNumberOfMessages) }];
}

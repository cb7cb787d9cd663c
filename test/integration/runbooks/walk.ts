import { expect, inject } from 'vitest';
import { templateIn } from '../../../infra/check/variants.ts';
import { readTemplate, resolveValue, type Template } from '../../../local/stack/template.ts';
import { type Alarm, isRinging, type Sample, samplesIn } from '../../support/alarm-state.ts';
import { eventually } from '../../support/eventually.ts';
import { startTestStackFrom, type TestStack } from '../../support/stack.ts';
import { atShell, dxmStep, step } from '../docs/operator.ts';
import type { Environment, Ran } from '../docs/run-example.ts';

/** The local stack with its alarms, and an operator at a shell who follows a runbook. */
export interface Walk {
  stack: TestStack;
  /**
   * Whether an alarm of the template rings, over what the functions wrote and the queues hold.
   *
   * @param after this many seconds from now; what happens meanwhile is not seen
   * @param instead what is otherwise than in the template: hours, where the local stage has seconds
   */
  rings(alarm: string, after?: number, instead?: Partial<Alarm>): Promise<boolean>;
  /** Waits until it does. */
  untilRings(alarm: string, instead?: Partial<Alarm>): Promise<void>;
  /** What a block prints, as by `follow`; one that fails, or writes to stderr, fails the test. */
  prints(page: string, heading: string, index?: number, variables?: Environment): Promise<string>;
  /**
   * Runs a block of docs/operations/alarms/<page>.md as printed.
   *
   * @param variables what the page asks the reader to put into the shell
   */
  follow(page: string, heading: string, index?: number, variables?: Environment): Promise<Ran>;
  /** The same of a block with `dxm`; what it prints on standard output. Fails the test where the status is another one. */
  dxm(page: string, heading: string, index?: number, variables?: Environment, status?: number): Promise<string>;
  close(): Promise<void>;
}

/** @param crowd as of `startTestStackFrom` */
export function startWalk(packaged: 'usual' | 'withoutReconcile' = 'usual', crowd = 0): Promise<Walk> {
  return startWalkFrom(inject('packages')[packaged], crowd);
}

/** The same from a package that the test has made itself, or with another topology, as of `startTestStackFrom`. */
export async function startWalkFrom(packageDirectory: string, crowd = 0, topology?: string): Promise<Walk> {
  const stack = await startTestStackFrom(packageDirectory, crowd, topology);
  const template = await readTemplate(templateIn(packageDirectory));
  const follow: Walk['follow'] = (page, heading, index = 0, variables = {}) =>
    atShell(stack, step(`alarms/${page}`, heading, index), variables);
  const rings: Walk['rings'] = async (name, after = 0, instead = {}) => {
    const alarm = { ...(await alarmOf(template, `dx-migrator-local-${name}`)), ...instead };
    return isRinging(alarm, await samplesOf(alarm, stack), Date.now() + after * 1000);
  };
  return {
    stack,
    rings,
    untilRings: (name, instead) => eventually(async () => expect(await rings(name, 0, instead), name).toBe(true)),
    follow,
    async prints(page, heading, index, variables) {
      const ran = await follow(page, heading, index, variables);
      expect(ran, `${page}.md, ${heading}`).toMatchObject({ status: 0, stderr: '' });
      return ran.stdout;
    },
    async dxm(page, heading, index = 0, variables = {}, status = 0) {
      const ran = await atShell(stack, dxmStep(`alarms/${page}`, heading, index), variables);
      expect(ran, `${page}.md, ${heading}`).toMatchObject({ status });
      return ran.stdout;
    },
    close: () => stack.close(),
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
  return [{ atMs: Date.now(), value: Number(ApproximateNumberOfMessages) }];
}

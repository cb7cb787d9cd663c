// Read by serverless.yml when it packages: checks every parameter, so that a wrong one stops the package with an error. Only the
// stage local may shorten the effect timeout; docs/settings.md says what the times are for.

import { isAbsolute } from 'node:path';
import { parseTime } from '../src/contract/time.ts';
import { type Read, readChoice, readNumber, readTime } from '../src/settings/read-setting.ts';
import { brokenRules, FUNCTION_RULES } from '../src/settings/rules.ts';
import { ref, type Text } from './cloudformation.ts';
import { checkParameterNames } from './known-parameters.ts';
import type { Osls } from './osls.ts';
import { ParameterError } from './parameter-error.ts';
import { partitionOf, regionProblem } from './region.ts';
import { type ChoiceName, type NumberName, SETTINGS, type StackNumbers, settingsOf } from './settings-table.ts';

const DAY_MS = 24 * 3_600_000;

/** What serverless.yml and the YAML files use from here. */
export interface StackSettings extends StackNumbers {
  tenants: string;
  visibilityTimeoutSeconds: number;
  minRequestedAt: string;
  alarmActions: Text[];
  logLevel: string;
  redundancyLock: string;
}

/** Names of resources and exports contain it. */
const STAGE = /^[a-z](-?[a-z0-9]){0,19}$/;

export async function readSettings({
  options,
  resolveConfigurationProperty,
  resolveVariable,
}: Osls): Promise<StackSettings> {
  const stage = String(await resolveVariable('sls:stage'));
  const region = String(await resolveVariable('self:provider.region'));
  const parameter = async (name: string) => String(await resolveVariable(`param:${name}`));
  checkStageAndRegion(stage, region);
  if (stage === 'local' && process.argv.includes('deploy')) {
    throw new ParameterError(
      'the stage local is for one machine, where a call is forgotten sooner than it can end: take another',
    );
  }
  await checkParameterNames(stage, options, resolveConfigurationProperty);
  const numbers = await Promise.all(
    settingsOf('number').map(async ([name, setting]) => {
      const text = await parameter(name);
      return [name, checked(name, readNumber(setting, text), text)];
    }),
  );
  const settings = Object.fromEntries(numbers) as Record<NumberName, number>;
  const choice = async (name: ChoiceName) => {
    const text = await parameter(name);
    return checked(name, readChoice(SETTINGS[name], text), text);
  };
  const redundancyLock = await choice('redundancyLock');
  checkRules({ ...settings, redundancyLock }, stage);
  return {
    ...settings,
    tenants: pathForBundler(await parameter('tenants')),
    visibilityTimeoutSeconds: 6 * settings.functionTimeoutSeconds,
    minRequestedAt: checkEarliestTime(await parameter('minRequestedAt')),
    alarmActions: alarmActions(await parameter('alarmTopicArn'), region),
    logLevel: await choice('logLevel'),
    redundancyLock,
  };
}

/** @throws ParameterError */
function checked<Value>(name: string, read: Read<Value>, text: string): Value {
  if ('value' in read) return read.value;
  throw new ParameterError(`parameter ${name} must be ${read.mustBe}, not "${text}"`);
}

/** Each value is one that there is; these are about several. @throws ParameterError */
export function checkRules(settings: StackNumbers & Pick<StackSettings, 'redundancyLock'>, stage: string): void {
  const broken = brokenRules(FUNCTION_RULES, settings, stage);
  if (broken.length > 0) throw new ParameterError(broken.join('; '));
}

/** A path relative to here for the bundler too, which takes one without a dot for the name of a package. */
function pathForBundler(path: string): string {
  return isAbsolute(path) || path.startsWith('.') ? path : `./${path}`;
}

function checkStageAndRegion(stage: string, region: string): void {
  if (!STAGE.test(stage) || stage.length > 20) {
    throw new ParameterError(
      `the stage must be 1 to 20 of a-z and 0-9, with single - between, and begin with a letter, not "${stage}"`,
    );
  }
  const problem = regionProblem(region);
  if (problem !== undefined) throw new ParameterError(problem);
}

/** Older requests are rejected: a time far in the future would reject all of them. The template has it as it was given. */
function checkEarliestTime(text: string): string {
  const value = checked('minRequestedAt', readTime(text), text);
  if ((parseTime(value) ?? 0) > Date.now() + DAY_MS)
    throw new ParameterError(
      `parameter minRequestedAt must not be in the future, as ${text} is: all requests would be rejected`,
    );
  return text;
}

/** What the alarms notify: the topic that is given, or the stack's own. Alarms take standard topics only. */
function alarmActions(topicArn: string, region: string): Text[] {
  if (topicArn === '') return [ref('AlarmTopic')];
  const arn = new RegExp(`^arn:${partitionOf(region)}:sns:([a-z0-9-]+):\\d{12}:[\\w-]{1,256}$`);
  const [, itsRegion] = arn.exec(topicArn) ?? [];
  if (itsRegion === region) return [topicArn];
  if (itsRegion !== undefined)
    throw new ParameterError(`parameter alarmTopicArn must be a topic in ${region}, not in ${itsRegion}`);
  throw new ParameterError(
    `parameter alarmTopicArn must be the ARN of a standard SNS topic, or empty, not "${topicArn}"`,
  );
}

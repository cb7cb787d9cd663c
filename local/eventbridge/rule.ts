import * as v from 'valibot';
import { issueInWords } from '../../src/contract/issue-words.ts';
import { busNameOf, DEFAULT_BUS, ruleArn, type Scope } from './arns.ts';
import { compilePattern } from './compile-pattern.ts';
import { parseRate } from './schedule-rate.ts';
import { parseTarget, type Target, targetSchema } from './target.ts';

/** "Targets per rule" in "Amazon EventBridge quotas" (EventBridge User Guide). */
const MAX_TARGETS = 5;

const ruleSchema = v.strictObject({
  Name: v.pipe(v.string(), v.regex(/^[.\-_A-Za-z0-9]{1,64}$/, 'must be 1 to 64 of . - _ A-Z a-z 0-9')),
  Description: v.optional(v.string()),
  EventBusName: v.optional(v.string()),
  EventPattern: v.optional(v.unknown()),
  RoleArn: v.optional(v.string()),
  ScheduleExpression: v.optional(v.string()),
  State: v.optional(v.picklist(['ENABLED', 'DISABLED'])),
  Tags: v.optional(v.unknown()),
  Targets: v.optional(v.pipe(v.array(targetSchema), v.maxLength(MAX_TARGETS)), []),
});

/** AWS may know it: passed over, it would make the rule do something else here than there. */
const NOT_SUPPORTED = 'is not supported by the local stack; leave it out, or try the rule on AWS';

/** Properties of an AWS::Events::Rule (CloudFormation Template Reference), intrinsic functions already resolved. */
export type RuleProperties = v.InferInput<typeof ruleSchema>;

/** A rule that is ready to run. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly enabled: boolean;
  /** Absent for a rule that only has a schedule. */
  readonly matches?: (event: object) => boolean;
  /** Minutes between two runs; absent for a rule without a schedule. */
  readonly everyMinutes?: number;
  readonly targets: readonly Target[];
}

/**
 * Checks a rule and makes it ready.
 *
 * @throws {Error} naming the rule, the property and what is wrong, also for all that AWS knows and this local
 *   EventBridge does not: a rule is understood in full or rejected
 */
export function parseRule(scope: Scope, properties: RuleProperties): Rule {
  const name: unknown = Object(properties).Name;
  const label = typeof name === 'string' ? `Rule ${name}` : 'A rule without a name';
  const result = v.safeParse(ruleSchema, properties);
  if (!result.success) {
    const problems = result.issues.map(
      (issue) => `${v.getDotPath(issue) ?? 'properties'}: ${issueInWords(issue, NOT_SUPPORTED)}`,
    );
    throw new Error(`${label}: ${problems.join('; ')}`);
  }
  try {
    return toRule(scope, result.output);
  } catch (error) {
    throw new Error(`${label}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function toRule(scope: Scope, given: v.InferOutput<typeof ruleSchema>): Rule {
  const busName = busNameOf(scope, given.EventBusName);
  const { EventPattern: pattern, ScheduleExpression: schedule } = given;
  if (pattern === undefined && schedule === undefined) {
    throw new Error('needs an EventPattern or a ScheduleExpression');
  }
  if (schedule !== undefined && busName !== DEFAULT_BUS) {
    throw new Error('ScheduleExpression: is supported only on the default event bus');
  }
  const targets = given.Targets.map(parseTarget);
  if (new Set(targets.map((target) => target.id)).size < targets.length) {
    throw new Error('Targets: every target needs an Id of its own');
  }
  return {
    name: given.Name,
    arn: ruleArn(scope, busName, given.Name),
    busName,
    enabled: given.State !== 'DISABLED',
    targets,
    ...(pattern === undefined ? {} : { matches: compilePattern(pattern) }),
    ...(schedule === undefined ? {} : { everyMinutes: parseRate(schedule) }),
  };
}

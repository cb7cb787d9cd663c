// The queues of drains: their requests, which `migrate` takes as it takes a tenant's, and their ticks, with what became of their
// lines, for `drain`. Of the template, made by requests-queues.ts.

import { DETAIL_TYPES, SERVICE } from '../src/contract/event-names.ts';
import { OPERATIONS_SOURCE, VERIFIED } from '../src/contract/operations/names.ts';
import { DRAINS_TENANT } from '../src/migration/model/drains-tenant.ts';
import { arnOf, type Output, type Resource, ref, type Statement, sub } from './cloudformation.ts';
import { FOURTEEN_DAYS, nobodyPurges, onlyTls, policyOf, RETAINED } from './queue-parts.ts';
import { checkSize } from './size-limits.ts';

/** The ends of the queues' names, but for `.fifo`; those of their dead-letter queues end with `-dlq`. */
export const DRAIN_REQUESTS = 'drain-requests';
export const DRAIN_TICKS = 'drain-ticks';

/** Invocations that ticks may cause at a time: the least that Lambda takes. A drain is brought on by one after the other. */
const SHARE = 2;

/** Of one tick, that often: then a person has to see why. The schedule brings its drain in any case. */
const MOST_RECEIVES = 5;

// No tenant's queue ends like these; the names of the queues have no underscore, as theirs have.
const REQUESTS = 'DrainQueue';
const REQUESTS_DEAD_LETTERS = 'DrainDeadLetterQueue';
const TICKS = 'TicksQueue';
const TICKS_DEAD_LETTERS = 'TicksDeadLetterQueue';
const RULE = 'DrainHintsRule';

interface Stack {
  /** The service's and the stage's name. */
  prefix: string;
  visibilityTimeoutSeconds: number;
  operatorRoles: string[];
}

/** @param queue what the queue of a tenant is like, and of its dead letters, beside the names */
export function drainQueues(
  { prefix, visibilityTimeoutSeconds, operatorRoles }: Stack,
  { queue, deadLetters, mapping, mostOfPolicy }: Like,
): { Resources: Record<string, Resource>; Outputs: Record<string, Output> } {
  const senders = [arnOf('DrainRole'), ...operatorRoles];
  const ofRequests = [...common(REQUESTS), { ...nobodyElseSends(REQUESTS), Condition: notSentBy(senders) }];
  checkSize('operatorRoles', ofRequests, mostOfPolicy);
  const requestsName = `${prefix}-${DRAIN_REQUESTS}.fifo`;
  return {
    Resources: {
      [REQUESTS]: queue(requestsName, REQUESTS_DEAD_LETTERS),
      [`${REQUESTS}Policy`]: policyOf(REQUESTS, ofRequests),
      [REQUESTS_DEAD_LETTERS]: deadLetters(`${prefix}-${DRAIN_REQUESTS}-dlq.fifo`, requestsName),
      [`${REQUESTS_DEAD_LETTERS}Policy`]: policyOf(REQUESTS_DEAD_LETTERS, common(REQUESTS_DEAD_LETTERS)),
      DrainMapping: mapping(REQUESTS),
      ...ticks(prefix, visibilityTimeoutSeconds, senders),
      [RULE]: hintsRule(prefix),
    },
    Outputs: Object.fromEntries([
      output(prefix, REQUESTS, 'Where drains send the requests of their lines'),
      output(prefix, REQUESTS_DEAD_LETTERS, 'Requests of drains that no handler could process'),
      output(prefix, TICKS_DEAD_LETTERS, 'Ticks and events that drains could not process'),
    ]),
  };
}

interface Like {
  queue(name: string, deadLetters: string): Resource;
  deadLetters(name: string, source: string): Resource;
  mapping(queue: string): Resource;
  /** Characters. */
  mostOfPolicy: number;
}

function ticks(prefix: string, VisibilityTimeout: number, senders: Parameters<typeof notSentBy>[0]) {
  const name = `${prefix}-${DRAIN_TICKS}`;
  const source = sub(`arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:${name}`);
  const kept = { MessageRetentionPeriod: FOURTEEN_DAYS, SqsManagedSseEnabled: true };
  return {
    // Not under the key: EventBridge could use that only for every rule of the account. What is in them says no more than ids.
    [TICKS]: {
      Type: 'AWS::SQS::Queue',
      ...RETAINED,
      Properties: {
        ...{ QueueName: name, ...kept, VisibilityTimeout },
        RedrivePolicy: { deadLetterTargetArn: arnOf(TICKS_DEAD_LETTERS), maxReceiveCount: MOST_RECEIVES },
        RedriveAllowPolicy: { redrivePermission: 'denyAll' },
      },
    },
    [`${TICKS}Policy`]: policyOf(TICKS, [
      ...common(TICKS),
      { ...nobodyElseSends(TICKS), Condition: { ...notSentBy(senders), ...NO_SERVICE } },
      theRuleSends(TICKS),
    ]),
    [TICKS_DEAD_LETTERS]: {
      Type: 'AWS::SQS::Queue',
      ...RETAINED,
      Properties: {
        ...{ QueueName: `${name}-dlq`, ...kept },
        RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [source] },
      },
    },
    [`${TICKS_DEAD_LETTERS}Policy`]: policyOf(TICKS_DEAD_LETTERS, [
      ...common(TICKS_DEAD_LETTERS),
      { ...nobodyElseSends(TICKS_DEAD_LETTERS), Condition: NO_SERVICE },
      theRuleSends(TICKS_DEAD_LETTERS),
    ]),
    TicksMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: arnOf(TICKS),
        FunctionName: arnOf('DrainLambdaFunction'),
        // What became of many lines is one reason to go on.
        BatchSize: 10,
        Enabled: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: SHARE },
      },
    },
  } satisfies Record<string, Resource>;
}

/** What became of a line brings its drain on at once; what gets lost of it, the next tick finds. */
function hintsRule(prefix: string): Resource {
  return {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: `${prefix}-drain-hints`,
      Description: 'What became of the lines of drains, for the function that runs them',
      EventBusName: ref('Bus'),
      EventPattern: {
        source: [SERVICE, OPERATIONS_SOURCE],
        'detail-type': [...Object.values(DETAIL_TYPES), VERIFIED],
        detail: { data: { tenant: [DRAINS_TENANT] } },
      },
      Targets: [
        {
          Id: 'ticks',
          Arn: arnOf(TICKS),
          // Later, ticks have found it.
          RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 3 },
          DeadLetterConfig: { Arn: arnOf(TICKS_DEAD_LETTERS) },
        },
      ],
    },
  };
}

const NO_SERVICE = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } } as const;

function notSentBy(roles: (string | ReturnType<typeof arnOf>)[]) {
  return { ArnNotEquals: { 'aws:PrincipalArn': roles } };
}

function common(queue: string): Statement[] {
  return [onlyTls(queue), nobodyPurges(queue)];
}

/** Operators are let in because moving messages back from the dead-letter queue counts as sending for SQS. */
function nobodyElseSends(queue: string): Statement {
  return { Sid: 'NobodyElseSends', Effect: 'Deny', Principal: '*', Action: 'sqs:SendMessage', Resource: arnOf(queue) };
}

function theRuleSends(queue: string): Statement {
  return {
    Sid: 'TheRule',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arnOf(queue),
    Condition: { ArnEquals: { 'aws:SourceArn': arnOf(RULE) } },
  };
}

function output(prefix: string, id: string, Description: string): [string, Output] {
  return [`${id}Url`, { Description, Value: ref(id), Export: { Name: `${prefix}-${id}Url` } }];
}

import { arnOf, type Resource, ref, type Statement } from './cloudformation.ts';

/** In seconds: as long as SQS keeps a message. */
export const FOURTEEN_DAYS = 1_209_600;

/** A queue outlives its stack with its messages, but not a creation that failed. */
export const RETAINED = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' } as const;

/** A policy for each queue: SQS rejects statements about other queues. */
export function policyOf(queue: string, Statement: Statement[]): Resource {
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [ref(queue)], PolicyDocument: { Version: '2012-10-17', Statement } },
  };
}

export function onlyTls(queue: string): Statement {
  return {
    Sid: 'OnlyTls',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: arnOf(queue),
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

export function nobodyPurges(queue: string): Statement {
  return { Sid: 'NobodyPurges', Effect: 'Deny', Principal: '*', Action: 'sqs:PurgeQueue', Resource: arnOf(queue) };
}

/** CloudFormation's functions, as JSON has them. */
export interface Ref {
  Ref: string;
}
export interface GetAtt {
  'Fn::GetAtt': [logicalId: string, attribute: string];
}
export interface Sub {
  'Fn::Sub': string;
}

/** A text of the template, or what CloudFormation makes one of. */
export type Text = string | Ref | GetAtt | Sub;

export const ref = (logicalId: string): Ref => ({ Ref: logicalId });
export const sub = (text: string): Sub => ({ 'Fn::Sub': text });
export const arnOf = (logicalId: string): GetAtt => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

export interface Resource {
  Type: `AWS::${string}::${string}`;
  DependsOn?: string;
  DeletionPolicy?: 'RetainExceptOnCreate';
  UpdateReplacePolicy?: 'Retain';
  Properties: Record<string, unknown>;
}

export interface Output {
  Description: string;
  Value: Text;
  Export: { Name: string };
}

type Service =
  | 'cloudformation'
  | 'cloudtrail'
  | 'cloudwatch'
  | 'directconnect'
  | 'dynamodb'
  | 'ec2'
  | 'events'
  | 'kms'
  | 'lambda'
  | 'logs'
  | 'sns'
  | 'sqs';
type ConditionOperator =
  | 'ArnEquals'
  | 'ArnLike'
  | 'ArnNotEquals'
  | 'Bool'
  | 'BoolIfExists'
  | 'Null'
  | 'StringEquals'
  | 'StringEqualsIfExists';

/** What a condition compares with, by operator and key ("IAM JSON policy elements: Condition", IAM User Guide). */
export type Condition = { [Operator in ConditionOperator]?: Record<string, Text | Text[]> };

/** What may be done: a service's action, or all of them with a common beginning. */
export type Action = `${Service}:${string}`;

/** A statement of a policy. */
export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  /** Of a resource's policy only. */
  Principal?: '*' | { AWS: Text | Text[] } | { Service: Text };
  Action: Action | Action[];
  Resource: Text | Text[];
  Condition?: Condition;
}

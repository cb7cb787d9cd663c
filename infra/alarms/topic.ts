// The topic that alarms notify unless a parameter names another, so that no alarm is without an action. People subscribe to
// it.

import { arnOf, type Output, type Resource, ref, type Statement, sub, type Text } from '../cloudformation.ts';

const isOwnTopic = ([action]: Text[]): boolean =>
  typeof action === 'object' && 'Ref' in action && action.Ref === 'AlarmTopic';

/** Its resources, or none. @param name the service's and the stage's, which the names of all alarms begin with */
export function topicResources(alarmActions: Text[], name: string): Record<string, Resource> {
  if (!isOwnTopic(alarmActions)) return {};
  return {
    AlarmTopic: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        TopicName: `${name}-alarms`,
        DisplayName: `${name} alarms`,
        KmsMasterKeyId: arnOf('Key'),
      },
    },
    AlarmTopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [ref('AlarmTopic')],
        PolicyDocument: { Version: '2012-10-17', Statement: statements(name) },
      },
    },
  };
}

export function topicOutputs(alarmActions: Text[], name: string): Record<string, Output> {
  if (!isOwnTopic(alarmActions)) return {};
  return {
    AlarmTopicArn: {
      Description: 'The topic that alarms notify',
      Value: ref('AlarmTopic'),
      Export: { Name: `${name}-AlarmTopicArn` },
    },
  };
}

function statements(name: string): Statement[] {
  const topic = { Resource: ref('AlarmTopic') };
  return [
    {
      Sid: 'Alarms',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      ...topic,
      Condition: {
        ArnLike: {
          'aws:SourceArn': sub(`arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:${name}-*`),
        },
      },
    },
    {
      Sid: 'OnlyTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      ...topic,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ];
}

'use strict';

// The topic that alarms tell unless a parameter names another: no alarm is without an action. Whoever is to hear them
// subscribes to it.

const { arnOf, sub } = require('../intrinsics.cjs');

const isOwn = ([action]) => action.Ref === 'AlarmTopic';

/** Its resources, or none. @param name the service's and the stage's, which the names of all alarms begin with */
function topicResources(alarmActions, name) {
  if (!isOwn(alarmActions)) return {};
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
        Topics: [{ Ref: 'AlarmTopic' }],
        PolicyDocument: { Version: '2012-10-17', Statement: statements(name) },
      },
    },
  };
}

function topicOutputs(alarmActions, name) {
  if (!isOwn(alarmActions)) return {};
  return {
    AlarmTopicArn: {
      Description: 'Whom the alarms tell',
      Value: { Ref: 'AlarmTopic' },
      Export: { Name: `${name}-AlarmTopicArn` },
    },
  };
}

function statements(name) {
  const topic = { Resource: { Ref: 'AlarmTopic' } };
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

module.exports = { topicOutputs, topicResources };

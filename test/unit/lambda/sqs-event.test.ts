import { expect, it } from 'vitest';
import { sqsEvent } from '../../../local/lambda/sqs-event.ts';

const source = { queueArn: 'arn:aws:sqs:us-east-2:123456789012:fifo.fifo', region: 'us-east-2' };

// The example FIFO queue message event of "Using Lambda with Amazon SQS", Lambda Developer Guide, has these members.
it('has the shape of a FIFO message event', () => {
  const attributes = {
    ApproximateReceiveCount: '1',
    SentTimestamp: '1573251510774',
    SequenceNumber: '18849496460467696128',
    MessageGroupId: '1',
    SenderId: 'AIDAIO23YVJENQZJOL4VO',
    MessageDeduplicationId: '1',
    ApproximateFirstReceiveTimestamp: '1573251510774',
  };

  const event = sqsEvent(
    [{ MessageId: 'id', ReceiptHandle: 'handle', Body: 'Test message.', Attributes: attributes, MD5OfBody: 'md5' }],
    source,
  );

  expect(event).toEqual({
    Records: [
      {
        messageId: 'id',
        receiptHandle: 'handle',
        body: 'Test message.',
        attributes,
        messageAttributes: {},
        md5OfBody: 'md5',
        eventSource: 'aws:sqs',
        eventSourceARN: source.queueArn,
        awsRegion: 'us-east-2',
      },
    ],
  });
});

it('has message attributes with binary values in Base64', () => {
  const MessageAttributes = {
    traceparent: { DataType: 'String', StringValue: '00-ab-cd-01' },
    blob: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
  };

  const event = sqsEvent([{ MessageAttributes, MD5OfMessageAttributes: 'md5a' }], source);

  expect(event.Records[0]).toMatchObject({ md5OfMessageAttributes: 'md5a' });
  expect(event.Records[0]?.messageAttributes).toEqual({
    traceparent: { stringValue: '00-ab-cd-01', stringListValues: [], binaryListValues: [], dataType: 'String' },
    blob: { binaryValue: 'AP8=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
  });
});

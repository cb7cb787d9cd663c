/** Something that is typed; that happens besides; or that is waited for. */
type Step = { types: string } | { happens: string; by: string } | { waits: string; until: string };

export interface Chapter {
  title: string;
  steps: Step[];
}

const TENANT = 'partner-orders';

/** A request of the order system, as a line of JSON. */
const request = (requestId: string, connectionId: string) =>
  JSON.stringify({
    ...{ schemaVersion: '1', requestId, connectionId },
    ...{ expectedParentConnectionId: 'dxcon-fra00001', parentConnectionId: 'dxlag-fra00001' },
    requestedAt: '2026-01-01T00:00:00Z',
  });

const send = (body: string) => `echo '${body}' | dxm send - --tenant ${TENANT} --yes`;
const fault = (body: object) =>
  `curl -sf "$AWS_ENDPOINT_URL_DIRECT_CONNECT/_admin/faults" -d '${JSON.stringify(body)}'`;

/** By SQS's own interface: whoever sends to the dead-letter queue, as a queue does that gives up. */
const bury = (body: string) =>
  `curl -sf "$AWS_ENDPOINT_URL_SQS" -H 'Content-Type: application/x-amz-json-1.0' -H 'X-Amz-Target: AmazonSQS.SendMessage' ` +
  `-H "Authorization: AWS4-HMAC-SHA256 Credential=$AWS_ACCESS_KEY_ID/20260101/eu-central-1/sqs/aws4_request" -d '${JSON.stringify(
    {
      QueueUrl: `QUEUE/dx-migrator-local-requests-dlq_${TENANT}.fifo`,
      MessageGroupId: 'dxcon-fg100004',
      MessageDeduplicationId: 'dead-1',
      MessageBody: body,
    },
  )}'`.replace('QUEUE/', `'"$\{QUEUE_URL%/*}"'/`);

export const CHAPTERS: readonly Chapter[] = [
  {
    title: 'A held request, found and settled',
    steps: [
      {
        happens: 'The answer to a call gets lost, and nothing shows that it moved the line.',
        by: `${fault({ kind: 'drop', effect: 'none' })}; ${send(request('order-4711', 'dxcon-fg100001'))}`,
      },
      {
        waits: 'Half a minute later the alarm "held" rings.',
        until: 'dxm requests --held --json | grep -q order-4711',
      },
      { types: 'dxm status' },
      { types: `dxm resolve ${TENANT}/order-4711` },
      { types: `dxm resolve ${TENANT}/order-4711 notMoved --why "still on the old port, CHG-311" --yes` },
      { types: 'dxm show order-4711' },
    ],
  },
  {
    title: 'A dead letter, understood and sent again',
    steps: [
      { happens: 'A message was given up before it was stored.', by: bury(request('order-4712', 'dxcon-fg100004')) },
      { types: 'dxm dlq' },
      { happens: 'The order system sends it again, unchanged.', by: send(request('order-4712', 'dxcon-fg100004')) },
      { waits: 'It is carried out.', until: 'dxm show order-4712 --json | grep -q MIGRATED' },
      { types: `dxm dlq clear ${TENANT} --known --yes` },
      { types: 'dxm dlq' },
    ],
  },
  {
    title: 'A drain, planned; and the plan refused when the world has changed',
    steps: [
      { types: 'dxm drain plan dxcon-fra00001 --to dxlag-fra00001 -o plan.json' },
      { types: 'dxm drain show plan.json --line dxcon-fg100009' },
      { types: 'dxm drain plan dxcon-fra00001 --to dxlag-fra00001,dxcon-fra00021 -o plan.json --force' },
      { types: 'dxm drain check plan.json' },
      { happens: 'A line of the plan is moved by an order.', by: send(request('order-4713', 'dxcon-fg100002')) },
      { waits: 'It is carried out.', until: 'dxm show order-4713 --json | grep -q MIGRATED' },
      { types: 'dxm drain check plan.json' },
    ],
  },
];

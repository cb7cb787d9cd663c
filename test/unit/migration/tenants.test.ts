import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTenants, TenantsError, tenantOf } from '../../../src/migration/model/tenants.ts';

const PRINCIPAL = 'arn:aws:iam::111122223333:role/order-system';
const TENANT = {
  name: 'orders',
  principals: [PRINCIPAL],
  senders: ['AROAORDERSYSTEM'],
  ownerAccounts: ['111122223333'],
  parents: ['dxlag-a1'],
};
const named = (name: string) => ({ ...TENANT, name, senders: [], principals: [] });
const QUEUE = 'arn:aws:sqs:eu-central-1:111122223333:outcomes';
const BUS = 'arn:aws:events:eu-central-1:111122223333:event-bus/orders';
const subscribed = (subscriptions: object[]) => ({ ...TENANT, subscriptions });
const queues = (count: number) =>
  Array.from({ length: count }, (_none, i) => ({ name: `q${i}`, target: `${QUEUE}${i}` }));
const many = (count: number) => Array.from({ length: count }, (_none, i) => `${PRINCIPAL}-${i}`);

describe('a tenants file', () => {
  it('that ships is valid and names no tenant', () => {
    const shipped = JSON.parse(readFileSync(new URL('../../../infra/tenants.json', import.meta.url), 'utf8'));
    expect(parseTenants(shipped)).toEqual([]);
  });

  it('may send a tenant its own outcomes: to queues and buses of its account', () => {
    const subscriptions = [...queues(4), { name: 'bus', target: BUS }];
    expect(parseTenants({ tenants: [subscribed(subscriptions)] })).toMatchObject([{ subscriptions }]);
  });

  it.each([
    [{}, 'tenants'],
    [null, 'the file: must be an object'],
    ...['a#b', 'Acme', '1st', '-a', '', 'a_b', 'a.b', `a${'b'.repeat(24)}`].map((name): [unknown, string] => [
      { tenants: [named(name)] },
      'tenants.0.name: must be 1 to 24 characters of a-z 0-9 -, the first a letter',
    ]),
    [{ tenants: [named('a-bc'), named('ab-c')] }, 'tenant names "a-bc" and "ab-c" are the same without hyphens'],
    [{ tenants: [{ ...TENANT, principals: undefined }] }, 'tenants.0.principals: is missing'],
    ...[
      'arn:aws:iam::111122223333:root',
      'arn:aws:iam::111122223333:role/*',
      'arn:aws:iam::111122223333:role//orders',
      'arn:aws:sts::111122223333:assumed-role/orders/session',
      `arn:aws:iam::111122223333:role/${'r'.repeat(65)}`,
      `x ${PRINCIPAL}`,
      `${PRINCIPAL}?`,
      '*',
    ].map((principal): [unknown, string] => [
      { tenants: [{ ...TENANT, principals: [principal] }] },
      'tenants.0.principals.0: must be the ARN of an IAM role or user',
    ]),
    [{ tenants: [{ ...TENANT, principals: many(41) }] }, 'tenants.0.principals: must have at most 40 entries'],
    [{ tenants: [TENANT, { ...TENANT, name: 'other', senders: [] }] }, `principal "${PRINCIPAL}" occurs twice`],
    [{ tenants: [{ ...TENANT, closed: false }] }, 'tenants.0.closed: must be true, or not be there'],
    [{ tenants: [subscribed([])] }, 'tenants.0.subscriptions: must have an entry, or not be there'],
    [{ tenants: [subscribed(queues(6))] }, 'tenants.0.subscriptions: must have at most 5 entries'],
    ...[
      `${QUEUE}.fifo`,
      'https://sqs.eu-central-1.amazonaws.com/111122223333/outcomes',
      'arn:aws:sns:eu-central-1:111122223333:outcomes',
      'arn:aws:lambda:eu-central-1:111122223333:function:outcomes',
      'arn:aws:sqs:eu-central-1:*:outcomes',
      `${QUEUE}*`,
    ].map((target): [unknown, string] => [
      { tenants: [subscribed([{ name: 'inbox', target }])] },
      'tenants.0.subscriptions.0.target: must be the ARN of an SQS queue that is not FIFO, or of an EventBridge bus',
    ]),
    [
      { tenants: [subscribed([{ name: 'a', target: QUEUE.replace('111122223333', '111122223334') }])] },
      'subscription "a" of tenant "orders" is in an account that none of its principals is in',
    ],
    [
      { tenants: [subscribed([...queues(1), { name: 'q0', target: BUS }])] },
      'subscription of tenant "orders" "q0" occurs twice',
    ],
    [
      {
        tenants: [
          subscribed(queues(1)),
          { ...subscribed(queues(1)), name: 'other', senders: [], principals: [`${PRINCIPAL}-2`] },
        ],
      },
      `target "${QUEUE}0" occurs twice`,
    ],
    [{ tenants: [{ ...TENANT, senders: ['AROAORDERSYSTEM:*'] }] }, 'tenants.0.senders.0: must be a SenderId'],
    [
      { tenants: [{ ...TENANT, ownerAccounts: ['*'] }] },
      'tenants.0.ownerAccounts.0: must be an account id of 12 digits',
    ],
    [{ tenants: [{ ...TENANT, parents: ['dxcon-*'] }] }, 'tenants.0.parents.0: must be the id of an interconnect'],
    [{ tenants: [{ ...TENANT, senders: ['x-AROAORDERSYSTEM'] }] }, 'tenants.0.senders.0: must be a SenderId'],
    [
      { tenants: [{ ...TENANT, ownerAccounts: ['x111122223333'] }] },
      'tenants.0.ownerAccounts.0: must be an account id',
    ],
    [
      { tenants: [{ ...TENANT, ownerAccounts: ['1111222233334'] }] },
      'tenants.0.ownerAccounts.0: must be an account id',
    ],
    [
      { tenants: [{ ...TENANT, parents: ['dxlag-a1', 'a dxlag-a1'] }] },
      'tenants.0.parents.1: must be the id of an interconnect',
    ],
    [{ tenants: [{ ...TENANT, parents: ['dxlag-a1*'] }] }, 'tenants.0.parents.0: must be the id of an interconnect'],
    [{ tenants: [{ ...TENANT, parents: 'dxlag-a1' }] }, 'tenants.0.parents: must be a list'],
    [
      { tenants: [{ ...TENANT, parents: 'x', senders: 'x' }] },
      'tenants.0.senders: must be a list; tenants.0.parents: must be a list',
    ],
    [{ tenants: [{ ...TENANT, parent: [] }] }, 'tenants.0.parent: is not a known key'],
    [{ tenants: [{ ...TENANT, name: undefined }] }, 'tenants.0.name: is missing'],
    [{ tenants: [TENANT, named('orders')] }, 'tenant name "orders" occurs twice'],
    [{ tenants: [TENANT, { ...TENANT, name: 'other', principals: [] }] }, 'sender "AROAORDERSYSTEM" occurs twice'],
  ])('that is wrong stops the start: %j', (file, message) => {
    expect(() => parseTenants(file)).toThrow(message);
    expect(() => parseTenants(file)).toThrow(TenantsError);
  });

  it('takes names of 1 to 24 characters, 40 principals with paths of every partition, and a tenant that is closed', () => {
    const paths = ['arn:aws-us-gov:iam::111122223333:role/a/b/orders', 'arn:aws-cn:iam::111122223333:user/x@y.z'];
    const tenants = [
      { ...named('a'), closed: true as const },
      named(`a${'b'.repeat(23)}`),
      { ...TENANT, name: 'a-1', principals: [...paths, ...many(38)] },
    ];
    expect(parseTenants({ tenants })).toEqual(tenants);
  });

  it('that is wrong is named in the error', () => {
    expect(String(new TenantsError('x'))).toBe('TenantsError: x');
  });
});

describe('the tenant of a message', () => {
  const OTHER = { ...named('other'), senders: ['AROAOTHERSYSTEM'] };
  it.each([
    ['AROAORDERSYSTEM:any-session', 'orders'],
    ['AROAORDERSYSTEM', 'orders'],
    ['AROAORDERSYSTEMX:session', undefined],
    ['AROASTRANGER:AROAORDERSYSTEM', undefined],
    ['aroaordersystem:session', undefined],
    ['', undefined],
    [':AROAORDERSYSTEM', undefined],
  ])('%s → %s', (senderId, expected) => {
    const tenants = parseTenants({ tenants: [OTHER, TENANT] });
    expect(tenantOf({ tenant: 'orders', senderId }, tenants)?.name).toBe(expected);
  });

  it('is no one where the sender is of another tenant than the queue', () => {
    const tenants = parseTenants({ tenants: [OTHER, TENANT] });
    expect(tenantOf({ tenant: 'other', senderId: 'AROAORDERSYSTEM:x' }, tenants)).toBeUndefined();
    expect(tenantOf({ tenant: 'unknown', senderId: 'AROAORDERSYSTEM:x' }, tenants)).toBeUndefined();
  });
});

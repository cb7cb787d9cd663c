import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTenants, TenantsError, tenantOf } from '../../../src/migration/model/tenants.ts';

const TENANT = { name: 'orders', senders: ['AROAORDERSYSTEM'], ownerAccounts: ['111122223333'], parents: ['dxlag-a1'] };

describe('a tenants file', () => {
  it('that ships is valid and names no tenant', () => {
    const shipped = JSON.parse(readFileSync(new URL('../../../infra/tenants.json', import.meta.url), 'utf8'));
    expect(parseTenants(shipped)).toEqual([]);
  });

  it.each([
    [{}, 'tenants'],
    [null, 'the file: must be an object'],
    [{ tenants: [{ ...TENANT, name: 'a#b' }] }, 'tenants.0.name: must be 1 to 64'],
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
    [{ tenants: [TENANT, { ...TENANT, senders: [] }] }, 'tenant name "orders" occurs twice'],
    [{ tenants: [TENANT, { ...TENANT, name: 'other' }] }, 'sender "AROAORDERSYSTEM" occurs twice'],
  ])('that is wrong stops the start: %j', (file, message) => {
    expect(() => parseTenants(file)).toThrow(message);
    expect(() => parseTenants(file)).toThrow(TenantsError);
  });

  it('that is wrong is named in the error', () => {
    expect(String(new TenantsError('x'))).toBe('TenantsError: x');
  });
});

describe('the tenant of a sender', () => {
  it.each([
    ['AROAORDERSYSTEM:any-session', 'orders'],
    ['AROAORDERSYSTEM', 'orders'],
    ['AROAORDERSYSTEMX:session', undefined],
    ['AROASTRANGER:AROAORDERSYSTEM', undefined],
    ['aroaordersystem:session', undefined],
    ['', undefined],
    [':AROAORDERSYSTEM', undefined],
  ])('%s → %s', (senderId, expected) => {
    expect(tenantOf(senderId, parseTenants({ tenants: [TENANT] }))?.name).toBe(expected);
  });
});

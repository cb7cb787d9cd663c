import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parseRequest } from '../../../src/contract/request.ts';
import { parseTenants } from '../../../src/migration/model/tenants.ts';
import { access } from '../../infra/given-parameters.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

it.each([
  [40, true],
  [41, false],
])('a parent id of %i characters is treated the same by requests, tenants and parameters', async (length, taken) => {
  const parent = `dxlag-${'a'.repeat(length)}`;
  const request = {
    ...{ schemaVersion: '1', requestId: 'r1', connectionId: 'dxcon-1', requestedAt: '2026-01-01T00:00:00Z' },
    ...{ expectedParentConnectionId: parent, parentConnectionId: parent },
  };
  const tenant = { name: 'orders', principals: [], senders: [], ownerAccounts: ['111122223333'], parents: [parent] };

  expect(parseRequest(JSON.stringify(request), Date.now()).ok).toBe(taken);
  const tenants = () => parseTenants({ tenants: [tenant] });
  const parameter = access({ 'param:parents': parent });
  if (taken) {
    expect(tenants()[0]?.parents).toEqual([parent]);
    expect(await parameter).toMatchObject({ parents: [parent] });
  } else {
    expect(tenants).toThrow('must be the id of an interconnect');
    await expect(parameter).rejects.toThrow('parameter parents must be ids of interconnects');
  }
});

/** Character classes of ids, as they would be written again. */
const AGAIN = /\/\^(?:dx|\[A-Z0-9\]\{12|\[A-Za-z0-9\._:?-\]\{1,|\\d\{12\}\$)/;
/** Keys of labels, which are no ids. */
const OTHERS = ['src/contract/request-schema.ts'];

it('the patterns of ids are in one file', () => {
  const files = globSync(['src/**/*.ts', 'infra/**/*.{cjs,ts}'], { cwd: ROOT, exclude: ['**/node_modules/**'] });
  const found = files.filter((file) => AGAIN.test(readFileSync(ROOT + file, 'utf8')) && !OTHERS.includes(file));
  expect(found).toEqual(['src/contract/ids.ts']);
});

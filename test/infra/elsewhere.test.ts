import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { REGION, templateIn, tenantsOfVariant } from '../../infra/check/variants.ts';
import { packageStack } from '../../local/stack/package-stack.ts';
import { FUNCTION_NAMES } from '../../src/settings/setting.ts';
import { packaged } from './template.ts';

// Another stage in another Region, of another partition: side by side means that nothing of the one names the other. And
// packaged by someone whose files no one else may read: the zips are the same all the same.

const ELSEWHERE = { stage: 'test', region: 'us-gov-west-1' };

let here: string;
let elsewhere: string;
let temporary: string;
let hereIn: string;
let elsewhereIn: string;
beforeAll(async () => {
  const root = dirname(inject('packages').usual);
  elsewhereIn = join(root, 'elsewhere');
  temporary = mkdtempSync(join(root, 'temporary-'));
  vi.stubEnv('TMPDIR', temporary);
  const before = process.umask(0o077);
  try {
    await packageStack({ directory: elsewhereIn, parameters: { tenants: tenantsOfVariant('default') }, ...ELSEWHERE });
  } finally {
    process.umask(before);
    vi.unstubAllEnvs();
  }
  hereIn = (await packaged('default')).directory;
  here = templateText(hereIn);
  elsewhere = templateText(elsewhereIn);
});

/** As packaged, without the time of it. */
function templateText(directory: string): string {
  return readFileSync(templateIn(directory), 'utf8').replaceAll(/\/\d{13}-[^/]+\//g, '/TIME/');
}

it('the template of another stage differs in the stage alone', () => {
  expect(JSON.parse(elsewhere)).toEqual(JSON.parse(here.replaceAll(/\bprod\b/g, ELSEWHERE.stage)));
});

it.each([
  ['Region', new RegExp(`${REGION}|${ELSEWHERE.region}`)],
  ['partition', /arn:aws/],
  ['account', /\d{12}/],
])('it contains no %s: CloudFormation fills it in', (_what, pattern) => {
  expect(here.split('\n').filter((line) => pattern.test(line))).toEqual([]);
});

it('every name and export contains the stage', () => {
  const { Resources, Outputs } = JSON.parse(here);
  const names = Object.values<{ Properties?: Record<string, unknown> }>(Resources).flatMap(({ Properties = {} }) =>
    Object.entries(Properties).filter(([key, value]) => /(Name|StatementId)$/.test(key) && isOwn(key, value)),
  );
  const exports = Object.values<{ Export?: { Name: unknown } }>(Outputs).map(({ Export }) => ['Export', Export?.Name]);
  expect(names.length).toBeGreaterThan(40);
  expect([...names, ...exports].filter(([, name]) => !JSON.stringify(name).includes('dx-migrator-prod'))).toEqual([]);
});

/** Names of a resource's own: not those that refer to another, nor a metric's. */
function isOwn(key: string, value: unknown): boolean {
  if (['MetricName', 'DisplayName'].includes(key)) return false;
  return typeof value === 'string' || (typeof value === 'object' && value !== null && 'Fn::Sub' in value);
}

it('the stack is named after service and stage, and its deployments notify no topic', () => {
  const state = JSON.parse(
    readFileSync(join(dirname(templateIn(inject('packages').usual)), 'serverless-state.json'), 'utf8'),
  );
  expect(state.service.provider).not.toHaveProperty('stackName');
  expect(state.service.provider).not.toHaveProperty('notificationArns');
});

it('packaging leaves nothing among the temporary files', () => expect(readdirSync(temporary)).toEqual([]));

describe.each(FUNCTION_NAMES)('the zip of %s', (name) => {
  const zipIn = (directory: string) => join(directory, `${name}.zip`);

  it('is the same to the byte', () => {
    expect(readFileSync(zipIn(elsewhereIn)).equals(readFileSync(zipIn(hereIn)))).toBe(true);
  });

  it('has what the user that Lambda runs as can read', () => {
    // 0644 of a regular file, in the upper half of each entry's external attributes.
    expect(new Set(modesIn(zipIn(elsewhereIn)))).toEqual(new Set([0o100644]));
  });
});

/** Unix modes, from the central directory. Source: PKWARE's APPNOTE.TXT, 4.3.12 and 4.4.15. */
function modesIn(file: string): number[] {
  const zip = readFileSync(file);
  const modes: number[] = [];
  for (let at = zip.indexOf('PK\u0001\u0002'); at >= 0; at = zip.indexOf('PK\u0001\u0002', at + 46)) {
    modes.push(zip.readUInt32LE(at + 38) >>> 16);
  }
  return modes;
}

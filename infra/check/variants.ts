import { join } from 'node:path';
import { packageStack } from '../../local/stack/package-stack.ts';
import type { SettingName } from '../settings-table.ts';

export const ACCOUNT = '999988887777';
export const REGION = 'eu-central-1';
const TEMPLATE = 'cloudformation-template-update-stack.json';

/**
 * The template as it ships, with one tenant, as whom no one may send; and with every parameter set: what adds something to it or lets
 * someone in, with another tenant that is closed, and values that each differ from all others, so that a wrong one shows.
 */
export const VARIANTS = {
  default: {},
  open: {
    consumerAccounts: '444455556666',
    operatorRoles: `arn:aws:iam::${ACCOUNT}:role/operators`,
    approverRoles: `arn:aws:iam::${ACCOUNT}:role/approvers`,
    trustedDeployerRoles: `arn:aws:iam::${ACCOUNT}:role/deployers`,
    trustedMoverRoles: `arn:aws:iam::${ACCOUNT}:role/dx-migrator-test-MigrateRole-1A2B`,
    parents: 'dxcon-fg5678gh,dxlag-fg1234ab',
    subnetIds: 'subnet-0123abcd',
    securityGroupIds: 'sg-0123abcd',
    alarmTopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:alarms`,
    functionTimeoutSeconds: 62,
    callTimeoutSeconds: 21,
    staleSeconds: 63,
    clockSkewSeconds: 64,
    dispatchTimeoutSeconds: 151,
    effectTimeoutSeconds: 611,
    pollIntervalSeconds: 65,
    postponeLimitSeconds: 3601,
    verifyWithinSeconds: 601,
    soakSeconds: 301,
    drainTickSeconds: 16,
    drainApprovals: 0,
    transitionLimitSeconds: 1801,
    circuitOpenSeconds: 31,
    callsPerSecond: 2.5,
    openRequestsPerConnection: 21,
    quarantineCopiesPerHour: 101,
    reattemptsAfterEffectTimeout: 3,
    capacityFactor: 1.5,
    otherLocations: 1,
    redundancyLock: 'named',
    minRequestedAt: '2026-01-02T03:04:05Z',
    batchSize: 2,
    logLevel: 'DEBUG',
    logRetentionDays: 400,
    archiveDays: 91,
  } satisfies Record<Exclude<SettingName, 'tenants'>, string | number>,
};

export type VariantName = keyof typeof VARIANTS;

export const VARIANT_NAMES = Object.keys(VARIANTS) as VariantName[];

/** Where a packaging into a folder leaves the template. */
export const templateIn = (directory: string) => join(directory, TEMPLATE);

/** By its path in the checkout, which is in the bundles; outside of check, a package of its own, which would be in the bill of materials. */
export const tenantsOfVariant = (name: VariantName) => `./infra/variants/${name}.json`;

/** Packages for the stage prod. */
export async function packageVariant(name: VariantName, directory: string): Promise<void> {
  const parameters = { ...VARIANTS[name], tenants: tenantsOfVariant(name) };
  await packageStack({ directory, region: REGION, stage: 'prod', parameters });
}

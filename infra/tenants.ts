import { parseTenants, type TenantEntry } from '../src/migration/model/tenants.ts';
import type { ResolveVariable } from './osls.ts';
import { ParameterError } from './parameter-error.ts';
import { readText } from './read-text.ts';
import { partitionOf } from './region.ts';
import { refuseGoneNames } from './tenant-names.ts';

/** Those of the file that the parameter names, checked for what it is packaged for. */
export async function tenantsOf(resolveVariable: ResolveVariable): Promise<readonly TenantEntry[]> {
  const path = String(await resolveVariable('param:tenants'));
  const tenants = readTenants(path);
  const region = String(await resolveVariable('self:provider.region'));
  refuseOtherPartitions(tenants, partitionOf(region), path);
  refuseOtherRegions(tenants, region, path);
  refuseGoneNames(tenants, path);
  return tenants;
}

/** Read as the functions read it: an error in it stops the package instead of the functions' start. */
export function readTenants(path: string): readonly TenantEntry[] {
  try {
    return parseTenants(parseJson(readText(path), path));
  } catch (error) {
    const { name, message } = error as Error;
    throw new ParameterError(`parameter tenants: ${name === 'TenantsError' ? `${path}: ${message}` : message}`);
  }
}

/** CloudFormation would refuse the policies. */
function refuseOtherPartitions(tenants: readonly TenantEntry[], partition: string, path: string): void {
  for (const { name, principals } of tenants) {
    const other = principals.find((arn) => arn.split(':')[1] !== partition);
    if (other === undefined) continue;
    throw new ParameterError(
      `parameter tenants: ${path}: ${other} of tenant ${name} is not of the partition ${partition}`,
    );
  }
}

/** EventBridge sends to another account in the same Region only, but for buses, which this service does not send further than that.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html */
function refuseOtherRegions(tenants: readonly TenantEntry[], region: string, path: string): void {
  for (const { name, subscriptions = [] } of tenants) {
    const other = subscriptions.find(({ target }) => {
      const [, partition, , itsRegion] = target.split(':');
      return itsRegion !== region || partition !== partitionOf(region);
    });
    if (other === undefined) continue;
    throw new ParameterError(
      `parameter tenants: ${path}: subscription ${other.name} of tenant ${name} must be in ${region}, not ${other.target}`,
    );
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

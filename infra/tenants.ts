import { parseTenants, type Tenant } from '../src/migration/model/tenants.ts';
import { ParameterError } from './parameter-error.ts';
import { readText } from './read-text.ts';

/** Read as the functions read it: an error in it stops the package instead of the functions' start. */
export function readTenants(path: string): readonly Tenant[] {
  try {
    return parseTenants(parseJson(readText(path), path));
  } catch (error) {
    const { name, message } = error as Error;
    throw new ParameterError(`parameter tenants: ${name === 'TenantsError' ? `${path}: ${message}` : message}`);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

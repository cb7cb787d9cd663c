import { parseTopology, type Topology } from '#direct-connect-simulator';
import { readText } from '../infra/read-text.ts';
import { TenantsError } from '../src/migration/model/tenants.ts';
import { identitiesOf } from './stack/identities.ts';

/** Reads a topology with its tenants; throws an error that names the file, and line where one is known. */
export function readTopology(file: string): Topology {
  const topology = parseTopology(readText(file), file);
  try {
    identitiesOf(topology.tenants);
    return topology;
  } catch (error) {
    if (!(error instanceof TenantsError)) throw error;
    throw new Error(`${file}: ${error.message}`, { cause: error });
  }
}

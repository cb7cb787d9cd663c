import type { TenantRights } from '../../drain/plan/inventory.ts';
import { csvProblemText, type GroupRow, parseGroups } from '../../drain/plan/parse-groups.ts';
import { parseTenants, TenantsError } from '../../migration/model/tenants.ts';
import { UsageError } from '../cli-error.ts';
import type { Output } from '../output/output.ts';
import { count } from '../output/words.ts';
import { readNamed } from './files.ts';

/** The groups file. What is wrong with it is shown with line and column. */
export async function readGroups(out: Output, path: string): Promise<(known?: ReadonlySet<string>) => GroupRow[]> {
  const bytes = await readNamed(path);
  return (known) => {
    const parsed = parseGroups(bytes, known);
    if (parsed.ok) return parsed.rows;
    const { problems, more } = parsed;
    for (const problem of problems) out.note(`${path}: ${csvProblemText(problem)}`);
    if (more > 0) out.note(`${path}: and ${more} more`);
    const all = count(problems.length + more, 'problem');
    throw new UsageError(`the groups file has ${all}`, { where: path, todo: 'correct it as it says above' });
  };
}

/** The tenants file: who may move what. */
export async function readTenants(path: string): Promise<TenantRights[]> {
  const text = (await readNamed(path)).toString();
  try {
    return parseTenants(JSON.parse(text));
  } catch (error) {
    if (error instanceof TenantsError) throw noTenants(path, error.message);
    if (error instanceof SyntaxError) throw noTenants(path, 'it is not JSON');
    throw error;
  }
}

function noTenants(where: string, problem: string): UsageError {
  const todo =
    'name the JSON file that the stage was packaged with: in the repository of the service it is infra/tenants.json, {"tenants": [ … ]}';
  return new UsageError(`this is no tenants file: ${problem}`, { where, todo });
}

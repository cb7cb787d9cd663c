/** What osls passes to the files that serverless.yml names. */
export interface Osls {
  /** Of the command line. */
  options: { param?: string | string[] };
  /** A part of serverless.yml by its path, with its variables resolved. */
  resolveConfigurationProperty: (path: string[]) => Promise<object | null | undefined>;
  resolveVariable: ResolveVariable;
}

export type ResolveVariable = (name: string) => Promise<unknown>;

/** What the names of resources begin with: the service and the stage. */
export async function prefixOf(resolveVariable: ResolveVariable): Promise<string> {
  return `${await resolveVariable('self:service')}-${await resolveVariable('sls:stage')}`;
}

import { type References, resolveValue, type Template, TemplateError, type TemplateResource } from './template.ts';

/** A resource that is there: what `Ref` gives of it, and `Fn::GetAtt` by name. */
export interface Deployed {
  ref: string;
  attributes?: Readonly<Record<string, string>>;
}

/** Creates a resource of one type from its resolved properties. */
export type Creator = (properties: Record<string, unknown>, logicalId: string) => Promise<Deployed>;

/**
 * Creates every resource of a template, each after those that it refers to.
 *
 * @param creators by resource type; a type that has none is an error
 * @param pseudo AWS::Region, AWS::AccountId and so on
 * @returns the outputs
 */
export async function deployTemplate(
  template: Template,
  creators: Readonly<Record<string, Creator>>,
  pseudo: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const underWay = new Map<string, Promise<Deployed>>();

  function deploy(logicalId: string, path: readonly string[]): Promise<Deployed> {
    if (path.includes(logicalId)) throw new TemplateError(`circle of references: ${[...path, logicalId].join(' → ')}`);
    const known = underWay.get(logicalId);
    if (known !== undefined) return known;
    const deployed = create(logicalId, path);
    underWay.set(logicalId, deployed);
    return deployed;
  }

  async function create(logicalId: string, path: readonly string[]): Promise<Deployed> {
    const resource: TemplateResource | undefined = template.Resources[logicalId];
    if (!resource) throw new TemplateError(`nothing in the template is called ${logicalId}`);
    const creator = creators[resource.Type];
    if (!creator) throw new TemplateError(`${logicalId}: the local stack knows no ${resource.Type}`);
    const references = referencesFrom([...path, logicalId]);
    return creator((await resolveValue(resource.Properties ?? {}, references)) as Record<string, unknown>, logicalId);
  }

  function referencesFrom(path: readonly string[]): References {
    return {
      ref: async (logicalId) => pseudo[logicalId] ?? (await deploy(logicalId, path)).ref,
      attribute: async (logicalId, name) => {
        const value = (await deploy(logicalId, path)).attributes?.[name];
        if (value === undefined) throw new TemplateError(`${logicalId} has no attribute ${name} locally`);
        return value;
      },
    };
  }

  // One after the other: a failure then leaves nothing half under way behind it.
  for (const logicalId of Object.keys(template.Resources)) await deploy(logicalId, []);
  const outputs: Record<string, string> = {};
  for (const [name, { Value }] of Object.entries(template.Outputs ?? {})) {
    outputs[name] = String(await resolveValue(Value, referencesFrom([])));
  }
  return outputs;
}

import { readFile } from 'node:fs/promises';

export interface TemplateResource {
  Type: string;
  Properties?: Record<string, unknown>;
}

/** A CloudFormation template, as far as the local stack reads it. */
export interface Template {
  Resources: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: unknown }>;
}

export async function readTemplate(file: string): Promise<Template> {
  return JSON.parse(await readFile(file, 'utf8')) as Template;
}

/** Thrown if the template has something that the local stack does not understand: it is never ignored. */
export class TemplateError extends Error {
  override name = 'TemplateError';
}

/** What `Ref` and `Fn::GetAtt` of a template come to. */
export interface References {
  ref(logicalId: string): Promise<string>;
  attribute(logicalId: string, name: string): Promise<string>;
}

/** A value of the template with its intrinsic functions carried out: Ref, Fn::GetAtt, Fn::Sub and Fn::Join. */
export async function resolveValue(value: unknown, references: References): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveValue(item, references)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first && entries.length === 1 && (first[0] === 'Ref' || first[0].startsWith('Fn::'))) {
    return callFunction(first[0], first[1], references);
  }
  const resolved = entries.map(async ([key, item]) => [key, await resolveValue(item, references)] as const);
  return Object.fromEntries(await Promise.all(resolved));
}

async function callFunction(name: string, argument: unknown, references: References): Promise<unknown> {
  switch (name) {
    case 'Ref':
      return references.ref(String(argument));
    case 'Fn::GetAtt': {
      const [logicalId = '', attribute = ''] = Array.isArray(argument) ? argument : String(argument).split('.');
      return references.attribute(logicalId, attribute);
    }
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown[]];
      return ((await resolveValue(parts, references)) as unknown[]).join(separator);
    }
    case 'Fn::Sub':
      if (typeof argument === 'string') return substitute(argument, references);
      throw new TemplateError('Fn::Sub with a list of variables is not supported locally');
    default:
      throw new TemplateError(`the function ${name} is not supported locally`);
  }
}

async function substitute(text: string, references: References): Promise<string> {
  const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name ?? '');
  const values = new Map<string, string>();
  for (const name of names) {
    const [logicalId = '', attribute] = name.split('.');
    values.set(name, await (attribute ? references.attribute(logicalId, attribute) : references.ref(logicalId)));
  }
  return text.replace(/\$\{([^!}][^}]*)\}/g, (_match, name: string) => values.get(name) ?? '');
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { ACCOUNT, packageVariant, REGION, templateIn, type VariantName } from '../../infra/check/variants.ts';
import { oneAtATime } from '../../local/stack/one-at-a-time.ts';
import { readTemplate, resolveValue, type Template } from '../../local/stack/template.ts';

const PSEUDO: Record<string, string> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
};

// biome-ignore lint/suspicious/noExplicitAny: properties have the shapes of all of CloudFormation
type Properties = any;

export interface Resource {
  id: string;
  type: string;
  properties: Properties;
  deletionPolicy: string | undefined;
  updateReplacePolicy: string | undefined;
}

export interface Whole extends Record<string, unknown> {
  Resources: Record<string, { Type: string; Properties: Properties }>;
  Outputs: Record<string, unknown>;
}

/** A template for the stage prod, with the values that its functions and references would have on AWS. */
export interface Deployable {
  directory: string;
  resources: Resource[];
  outputs: Record<string, { Value: unknown; Export?: { Name: string } }>;
  ofType(type: string): Resource[];
  /** All of it, as it would be on AWS. */
  whole: Whole;
  /** The properties of one resource. */
  get(id: string): Properties;
  arn(id: string): string;
}

/** Packages once for all test files: whoever comes first does it, in the folder of the test run. */
export async function packaged(variant: VariantName): Promise<Deployable> {
  const root = dirname(inject('packages').usual);
  const directory = join(root, `prod-${variant}`);
  await oneAtATime(`${directory}.lock`, async () => {
    if (!existsSync(templateIn(directory))) await packageVariant(variant, directory);
  });
  return resolveTemplate(directory, await readTemplate(templateIn(directory)));
}

export async function resolveTemplate(directory: string, template: Template): Promise<Deployable> {
  const references = {
    ref: async (id: string) => PSEUDO[id] ?? refOf(id, template),
    attribute: async (id: string, name: string) => (name === 'Arn' ? arnOf(id, template) : nameOf(id, template)),
  };
  const resources = await Promise.all(
    Object.entries(template.Resources).map(async ([id, resource]) => {
      const { DeletionPolicy, UpdateReplacePolicy } = resource as {
        DeletionPolicy?: string;
        UpdateReplacePolicy?: string;
      };
      const properties = await resolveValue(resource.Properties ?? {}, references);
      return {
        id,
        type: resource.Type,
        properties,
        deletionPolicy: DeletionPolicy,
        updateReplacePolicy: UpdateReplacePolicy,
      };
    }),
  );
  return {
    directory,
    resources,
    whole: (await resolveValue(template, references)) as Whole,
    outputs: (await resolveValue(template.Outputs ?? {}, references)) as Deployable['outputs'],
    ofType: (type) => resources.filter((resource) => resource.type === type),
    get: (id) => resources.find((resource) => resource.id === id)?.properties,
    arn: (id) => arnOf(id, template),
  };
}

function refOf(id: string, template: Template): string {
  const isTopic = template.Resources[id]?.Type === 'AWS::SNS::Topic';
  return isTopic ? arnOf(id, template) : nameOf(id, template);
}

/** The name that the template gives or, where it gives none, the logical id. */
function nameOf(id: string, { Resources }: Template): string {
  const { QueueName, TableName, FunctionName, LogGroupName, TopicName, Name } = Resources[id]?.Properties ?? {};
  return String(QueueName ?? TableName ?? FunctionName ?? LogGroupName ?? TopicName ?? Name ?? id);
}

function arnOf(id: string, template: Template): string {
  const name = nameOf(id, template);
  const here = `${REGION}:${ACCOUNT}`;
  const bus = template.Resources[id]?.Properties?.EventBusName === undefined ? '' : `${nameOf('Bus', template)}/`;
  const arns: Record<string, string> = {
    'AWS::DynamoDB::Table': `dynamodb:${here}:table/${name}`,
    'AWS::Events::EventBus': `events:${here}:event-bus/${name}`,
    'AWS::Events::Rule': `events:${here}:rule/${bus}${name}`,
    'AWS::IAM::Role': `iam::${ACCOUNT}:role/${name}`,
    'AWS::KMS::Key': `kms:${here}:key/${name}`,
    'AWS::Lambda::Function': `lambda:${here}:function:${name}`,
    // As GetAtt gives it.
    'AWS::Logs::LogGroup': `logs:${here}:log-group:${name}:*`,
    'AWS::SNS::Topic': `sns:${here}:${name}`,
    'AWS::SQS::Queue': `sqs:${here}:${name}`,
  };
  const arn = arns[template.Resources[id]?.Type ?? ''];
  return `arn:aws:${arn ?? `none:${here}:${id}`}`;
}

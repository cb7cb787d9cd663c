import type { Template } from '../../../local/stack/template.ts';

/** What Fn::GetAtt may ask of each type that subscriptions use (CloudFormation Template Reference, "Return values"). */
const ATTRIBUTES: Record<string, string[]> = {
  'AWS::DynamoDB::Table': ['Arn'],
  'AWS::Events::EventBus': ['Arn'],
  'AWS::Events::Rule': ['Arn'],
  'AWS::IAM::Role': ['Arn', 'RoleId'],
  'AWS::KMS::Key': ['Arn'],
  'AWS::Lambda::Function': ['Arn'],
  'AWS::Logs::LogGroup': ['Arn'],
  'AWS::S3::Bucket': ['Arn'],
  'AWS::SQS::Queue': ['Arn', 'QueueName'],
};

/** Every reference of a template that leads to nothing: Ref, Fn::GetAtt, and the variables of Fn::Sub. */
export function danglingReferences({ Resources, Outputs }: Template): string[] {
  const isThere = (reference: string) => {
    const [logicalId = '', attribute] = reference.split('.');
    if (attribute === undefined) return logicalId.startsWith('AWS::') || logicalId in Resources;
    return ATTRIBUTES[Resources[logicalId]?.Type ?? '']?.includes(attribute) ?? false;
  };
  return referencesIn([Resources, Outputs]).filter((reference) => !isThere(reference));
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt') return [Array.isArray(inner) ? inner.join('.') : String(inner)];
    if (key === 'Fn::Sub') return [...String(inner).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name ?? '');
    return referencesIn(inner);
  });
}

export type OneOrMany = string | string[];

/** A statement of an IAM policy, its values resolved. */
export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  /** Of a resource's policy only. */
  Principal?: '*' | { AWS?: OneOrMany; Service?: OneOrMany };
  Action: OneOrMany;
  Resource: OneOrMany;
  Condition?: Record<string, Record<string, OneOrMany>>;
}

/** Who asks for what. */
export interface Request {
  /** The ARN of a role or user, or the name of a service. */
  principal: string;
  action: string;
  resource: string;
  /** Condition keys beside those that follow from the principal. */
  context?: Record<string, OneOrMany>;
}

export const many = (value: OneOrMany): string[] => (Array.isArray(value) ? value : [value]);

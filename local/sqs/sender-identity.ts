import { createHash } from 'node:crypto';

/** IAM unique ids by access key id, as SQS has them in `SenderId`: `AIDA…` for a user, `AROA…:session` for a role. */
export type Identities = Readonly<Record<string, string>>;

/**
 * The access key id in a SigV4 `Authorization` header ("Credential=AKID/date/region/sqs/aws4_request", AWS General
 * Reference, "Signature Version 4"). `undefined` for an unsigned request. The signature itself is not checked: anyone
 * who reaches the local queue may claim any key.
 */
export function accessKeyIdOf(authorization: string | undefined): string | undefined {
  return /\bCredential=([^/,\s]+)\//.exec(authorization ?? '')?.[1];
}

/**
 * The `SenderId` for a sender. A key that no one named gets an id of its own, derived from the key so that it is the
 * same in every run, in the 21 characters of an IAM user id; so does the sender of an unsigned request.
 */
export function senderIdOf(identities: Identities, accessKeyId: string | undefined): string {
  const known = accessKeyId !== undefined && Object.hasOwn(identities, accessKeyId) && identities[accessKeyId];
  if (known) return known;
  const digest = createHash('sha256')
    .update(accessKeyId ?? '')
    .digest('hex');
  return `AIDALOCAL${digest.slice(0, 12).toUpperCase()}`;
}

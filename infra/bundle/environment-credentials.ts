// Bundled in place of @aws-sdk/credential-provider-node, whose chain asks eight places for credentials.

/** By this name classify-answer.ts knows that a call was not sent. */
class CredentialsProviderError extends Error {
  override name = 'CredentialsProviderError';
}

/**
 * The credentials of a function's role, which Lambda puts into the environment ("Using Lambda environment variables", Lambda Developer
 * Guide). Only with SnapStart, which nodejs24.x does not have, it hands them out at AWS_CONTAINER_CREDENTIALS_FULL_URI instead.
 *
 * @returns what throws CredentialsProviderError if they are not there
 */
export function defaultProvider() {
  return async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
      return {
        accessKeyId: AWS_ACCESS_KEY_ID,
        secretAccessKey: AWS_SECRET_ACCESS_KEY,
        ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
      };
    }
    throw new CredentialsProviderError(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set in the environment, and these bundles look for credentials nowhere ' +
        'else. Lambda sets them from the role of the function: run the bundle there, without SnapStart, or set them',
    );
  };
}

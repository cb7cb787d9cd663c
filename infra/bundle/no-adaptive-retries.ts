// Bundled in place of the SDK's AdaptiveRetryStrategy: src/aws/clients.ts asks for the standard one.

export class AdaptiveRetryStrategy {
  constructor() {
    throw new Error('adaptive retries are left out of the bundles: see infra/bundle/sdk-parts.ts');
  }
}

// Bundled in place of @aws-sdk/endpoint-cache: DynamoDB's client constructs one, for the discovery of endpoints, which none of its
// operations does.

export class EndpointCache {}

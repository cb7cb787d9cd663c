import { client, noPublicText, type ServiceText } from './service-text.ts';

/** What is wrong with a request whatever it asks for, and what the service itself fails with. */
export const requestTexts = {
  missingParameter: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (name) => `Missing required parameter ${name}.`,
  },
  invalidParameter: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: (name, expected) => `Invalid value for parameter ${name}: expected ${expected}.`,
  },
  invalidToken: {
    ...client,
    origin: 'invented',
    source: noPublicText,
    text: () => 'The nextToken is not valid for this request.',
  },
  duplicateTagKeys: {
    type: 'DuplicateTagKeysException',
    status: 400,
    origin: 'documented',
    source: 'Direct Connect API reference, AllocateHostedConnection, Errors',
    text: () => 'A tag key was specified more than once.',
  },
  tooManyTags: {
    type: 'TooManyTagsException',
    status: 400,
    origin: 'documented',
    source: 'Direct Connect API reference, AllocateHostedConnection, Errors',
    text: () => 'You have reached the limit on the number of tags that can be assigned.',
  },
  serverException: {
    type: 'DirectConnectServerException',
    status: 500,
    origin: 'documented',
    source: 'Direct Connect API reference, AssociateHostedConnection, Errors',
    text: () => 'A server-side error occurred.',
  },
  throttled: {
    type: 'ThrottlingException',
    status: 400,
    origin: 'documented',
    source: 'Direct Connect API reference, Common Errors; "Rate exceeded" is what other AWS services say',
    text: () => 'Rate exceeded',
  },
  accessDenied: {
    type: 'AccessDeniedException',
    status: 400,
    origin: 'documented',
    source:
      'Direct Connect API reference, Common Errors; the wording is that of the IAM User Guide, "Troubleshoot access denied error messages"',
    text: (user, operation, resource) =>
      `User: ${user} is not authorized to perform: directconnect:${operation} on resource: ${resource} because no identity-based policy allows the directconnect:${operation} action`,
  },
  unavailable: {
    type: 'ServiceUnavailable',
    status: 503,
    origin: 'documented',
    source: 'Direct Connect API reference, Common Errors',
    text: () => 'The request has failed due to a temporary failure of the server.',
  },
  unknownOperation: {
    type: 'InvalidAction',
    status: 400,
    origin: 'documented',
    source: 'Direct Connect API reference, Common Errors',
    text: (operation) => `The action ${operation} is not valid for this web service.`,
  },
  missingAuthentication: {
    type: 'MissingAuthenticationToken',
    status: 403,
    origin: 'documented',
    source: 'the Common Errors page of AWS API references',
    text: () => 'Missing Authentication Token',
  },
  malformedCredential: {
    type: 'IncompleteSignature',
    status: 400,
    origin: 'documented',
    source: 'the Common Errors page of AWS API references; the wording is what other AWS services say',
    text: () => 'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term',
  },
  wrongScope: {
    type: 'InvalidSignatureException',
    status: 400,
    origin: 'invented',
    source:
      'name, status and wording are those of DynamoDB, as comments in mhart/dynalite quote it; assumed to be alike',
    text: (faults) => `${faults}`,
  },
  notJson: {
    type: 'SerializationException',
    status: 400,
    origin: 'invented',
    source: 'AWS JSON services answer so; not documented for Direct Connect',
    text: () => 'The request body is not a JSON object.',
  },
  internal: {
    type: 'InternalFailure',
    status: 500,
    origin: 'documented',
    source: 'Direct Connect API reference, Common Errors',
    text: (detail) => `The simulator itself failed, this is not a simulated answer: ${detail}`,
  },
} satisfies Record<string, ServiceText>;

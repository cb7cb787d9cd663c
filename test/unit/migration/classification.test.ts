import { DirectConnectClientException, DirectConnectServerException } from '@aws-sdk/client-direct-connect';
import { describe, expect, it } from 'vitest';
import { REASON_CODES } from '../../../src/contract/reason.ts';
import {
  classifyError as classify,
  saysDenied,
  saysNoSuchParent,
} from '../../../src/migration/call/classify-answer.ts';
import type { ParentQuestion } from '../../../src/migration/call/direct-connect-texts.ts';

const MOVE = { connectionId: 'dxcon-child', parentConnectionId: 'dxlag-a1' };
const classifyError = (error: unknown, move = MOVE) => classify(error, move);

const AWS = (name: string, message = '', status = 400) =>
  Object.assign(new Error(message), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: status, requestId: 'aws-1' },
  });

const CLIENT = (message: string) =>
  new DirectConnectClientException({ message, $metadata: { httpStatusCode: 400, requestId: 'aws-1' } });

const SERVER = (httpStatusCode: number) =>
  new DirectConnectServerException({ message: 'internal', $metadata: { httpStatusCode, requestId: 'aws-1' } });

const SOCKET = (code: string) => Object.assign(new Error(`connect ${code} 127.0.0.1:443`), { code });

const TIMEOUT = Object.assign(new Error('Connection timed out after 3000 ms'), { name: 'TimeoutError' });

describe('DirectConnectClientException', () => {
  // The quoted texts of the real service, and guesses for those that no public text is known for.
  it.each([
    ['Connection dxcon-a1 is in a transitioning state.', 'transitioning'],
    ['Account 123456789012 is not an authorized Direct Connect partner in us-west-1.', 'denied'],
    ['Rate exceeded', 'neverRan'],
    ['The rate exceeds the maximum: Rate exceeded', 'DIRECT_CONNECT_REFUSED'],
    ['The request limit exceeds what is allowed', 'DIRECT_CONNECT_REFUSED'],
    ['ConfirmConnection failed. dxcon-child is in state requested', 'CONNECTION_STATE'],
    ['ConfirmConnection failed. dxlag-a1 is in state requested', 'DIRECT_CONNECT_REFUSED'],
    ['The service is in state degraded', 'DIRECT_CONNECT_REFUSED'],
    ['Could not find Lag with ID dxlag-a1', 'PARENT_NOT_FOUND'],
    ['Could not find Lag with ID dxlag-a10', 'DIRECT_CONNECT_REFUSED'],
    ['Could not find Lag with ID ', 'DIRECT_CONNECT_REFUSED'],
    ['Lag does not exist', 'DIRECT_CONNECT_REFUSED'],
    ['Could not find Connection with ID dxcon-child', 'DIRECT_CONNECT_REFUSED'],
    ['Connection does not exist', 'DIRECT_CONNECT_REFUSED'],
    ["123456789012 DescribeHostedConnections failed for connection dxcon-a1 doesn't exist.", 'DIRECT_CONNECT_REFUSED'],
    ['ConnectionID dxcon-a1 has an invalid format.', 'DIRECT_CONNECT_REFUSED'],
    ['The specified Connection ID is not available', 'DIRECT_CONNECT_REFUSED'],
    ['VLAN 101 is already in use on dxlag-a1', 'VLAN_CONFLICT'],
    ['VLAN 0 is not valid', 'DIRECT_CONNECT_REFUSED'],
    ['The IP address is not valid', 'DIRECT_CONNECT_REFUSED'],
    ['A conflicting IP address exists', 'IP_CONFLICT'],
    ['The IP address 10.0.0.1/30 is already in use', 'IP_CONFLICT'],
    ['The CIDR 10.0.0.0/30 overlaps with that of another connection', 'IP_CONFLICT'],
    ['The LAG is at capacity', 'PARENT_CAPACITY'],
    ['The limit of 50 hosted connections is reached', 'PARENT_CAPACITY'],
    ['Lag dxlag-a1 does not allow hosted connections', 'PARENT_CANNOT_HOST'],
    ['something that no one has seen yet', 'DIRECT_CONNECT_REFUSED'],
    ['', 'DIRECT_CONNECT_REFUSED'],
  ])('%s → %s', (text, expected) => {
    const answer = classifyError(CLIENT(text));
    const isCode = REASON_CODES.some((code) => code === expected);
    expect(answer).toMatchObject(isCode ? { kind: 'refused', code: expected } : { kind: expected });
    expect(answer.awsRequestId).toBe('aws-1');
  });

  it('with an unknown text passes it on, on one line and bounded', () => {
    expect(classifyError(CLIENT('odd\n\u202Etext\n'))).toMatchObject({ message: 'odd text' });
    const long = classifyError(CLIENT('😀'.repeat(1000)));
    expect(long.kind === 'refused' && long.message.length).toBe(1000);
    expect(classifyError(CLIENT(''))).toMatchObject({ message: 'Direct Connect refused the call without a text' });
  });

  it.each([
    [
      'dxcon-child is in state requested',
      'Direct Connect refused: the state of the connection does not allow the move',
    ],
    ['Could not find Lag with ID dxlag-a1', 'Direct Connect refused: the parent does not exist'],
    ['cannot host', 'Direct Connect refused: the parent takes no hosted connections now'],
    ['VLAN in use', 'Direct Connect refused: the VLAN of the connection is taken on the parent'],
    ['overlapping CIDR', 'Direct Connect refused: an IP address of the connection conflicts on the parent'],
    ['at capacity', 'Direct Connect refused: the parent has no room for the connection'],
  ])('with a known text becomes a text of our own: %s', (text, message) => {
    expect(classifyError(CLIENT(text))).toMatchObject({ kind: 'refused', message });
  });

  it('with a known text does not pass it on, because it may name another customer’s line', () => {
    const answer = classifyError(CLIENT('VLAN 101 is in use by dxcon-anothers'));
    expect(JSON.stringify(answer)).not.toContain('dxcon-anothers');
  });

  it('names the error as AWS does', () => {
    expect(classifyError(CLIENT('odd'))).toMatchObject({ awsError: 'DirectConnectClientException' });
  });
});

describe('a call that never ran', () => {
  it.each([
    ['ThrottlingException', AWS('ThrottlingException', 'Rate exceeded'), 'throttled'],
    ['ThrottledException', AWS('ThrottledException'), 'throttled'],
    ['RequestThrottled', AWS('RequestThrottled'), 'throttled'],
    ['RequestThrottledException', AWS('RequestThrottledException'), 'throttled'],
    ['Throttling', AWS('Throttling'), 'throttled'],
    ['TooManyRequestsException', AWS('TooManyRequestsException'), 'throttled'],
    ['RequestLimitExceeded', AWS('RequestLimitExceeded'), 'throttled'],
    ['TooManyRequestsException 429', AWS('TooManyRequestsException', '', 429), 'throttled'],
    ['connection refused', SOCKET('ECONNREFUSED'), 'unreachable'],
    ['host unreachable', Object.assign(SOCKET('EHOSTUNREACH'), { syscall: 'connect' }), 'unreachable'],
    ['connecting timed out', Object.assign(SOCKET('ETIMEDOUT'), { syscall: 'connect' }), 'unreachable'],
    ['name not found', SOCKET('ENOTFOUND'), 'unreachable'],
    ['name server away', SOCKET('EAI_AGAIN'), 'unreachable'],
    ['no credentials', Object.assign(new Error(''), { name: 'CredentialsProviderError' }), 'unreachable'],
  ])('%s', (_name, error, cause) => {
    expect(classifyError(error)).toMatchObject({ kind: 'neverRan', cause });
  });

  it('has no AWS request id where there was no answer', () => {
    expect(classifyError(SOCKET('ECONNREFUSED'))).toStrictEqual({ kind: 'neverRan', cause: 'unreachable' });
  });
});

describe('an error of our own', () => {
  it.each([
    'AccessDenied',
    'AccessDeniedException',
    'ExpiredToken',
    'ExpiredTokenException',
    'IncompleteSignature',
    'IncompleteSignatureException',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'MissingAuthenticationToken',
    'MissingAuthenticationTokenException',
    'NotAuthorized',
    'OptInRequired',
    'RequestExpired',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
  ])('%s', (name) => {
    expect(classifyError(AWS(name))).toEqual({ kind: 'denied', awsError: name, awsRequestId: 'aws-1' });
  });
});

describe('a client error that is not Direct Connect’s own', () => {
  it.each([
    'InvalidAction',
    'InvalidParameterCombination',
    'InvalidParameterValue',
    'MissingParameter',
    'SerializationException',
    'UnknownOperationException',
    'ValidationError',
    'ValidationException',
  ])('%s is passed on as it is, whatever its text resembles', (name) => {
    expect(classifyError(AWS(name, 'the VLAN is in a transitioning state'))).toStrictEqual({
      kind: 'refused',
      code: 'DIRECT_CONNECT_REFUSED',
      message: 'the VLAN is in a transitioning state',
      awsError: name,
      awsRequestId: 'aws-1',
    });
  });

  it('may come without a text', () => {
    const error = { name: 'ValidationException', message: { text: 'vlan' }, $metadata: { httpStatusCode: 400 } };
    expect(classifyError(error)).toMatchObject({
      kind: 'refused',
      message: 'Direct Connect refused the call without a text',
    });
  });
});

describe('an unclear answer', () => {
  it.each([
    ['DirectConnectServerException with 400', SERVER(400), true],
    ['DirectConnectServerException with 500', SERVER(500), true],
    ['InternalFailure 500', AWS('InternalFailure', '', 500), true],
    ['ServiceUnavailable 503', AWS('ServiceUnavailable', '', 503), true],
    ['a known client error’s name with 500', AWS('DirectConnectClientException', '', 500), true],
    ['a throttle’s name with 503', AWS('ThrottlingException', '', 503), true],
    ['a known client error’s name with 302', AWS('DirectConnectClientException', '', 302), true],
    ['a status that is no number', { ...AWS('ValidationException'), $metadata: { httpStatusCode: '400' } }, false],
    ['an error name no one knows with 429', AWS('SurpriseException', '', 429), true],
    ['an answer whose body names a socket error', Object.assign(AWS('X'), { code: 'ECONNREFUSED' }), true],
    ['an answer whose body names a system call', Object.assign(AWS('X'), { syscall: 'connect' }), true],
    ['an error name no one knows with 400', AWS('SurpriseException'), true],
    ['an error without a name with 403', AWS('UnknownError', '', 403), true],
    ['SyntaxError of an HTML page', new SyntaxError('Unexpected token <'), false],
    ['a request that timed out', TIMEOUT, false],
    ['a request that was aborted', Object.assign(new Error(''), { name: 'AbortError' }), false],
    ['connection reset', SOCKET('ECONNRESET'), false],
    ['broken pipe', SOCKET('EPIPE'), false],
    ['socket timed out', SOCKET('ETIMEDOUT'), false],
    ['host unreachable while writing', Object.assign(SOCKET('EHOSTUNREACH'), { syscall: 'write' }), false],
    ['an exception no one knows', new Error('surprise'), false],
    ['a thrown text', 'surprise', false],
    ['a thrown nothing', undefined, false],
    ['a thrown null', null, false],
    ['an error with strange fields', { name: 7, message: {}, code: [], $metadata: 'x' }, false],
  ])('%s', (_name, error, answered) => {
    expect(classifyError(error)).toMatchObject({ kind: 'unclear', answered });
  });

  it('names its error', () => {
    expect(classifyError(SOCKET('ECONNRESET'))).toMatchObject({ error: 'ECONNRESET' });
    expect(classifyError(TIMEOUT)).toMatchObject({ error: 'TimeoutError' });
    expect(classifyError('surprise')).toMatchObject({ error: 'string' });
    const strange = { name: 7, message: {}, code: ['x'], $metadata: { requestId: 7 } };
    expect(classifyError(strange)).toStrictEqual({ kind: 'unclear', error: 'object', answered: false });
  });
});

describe('a parent that does not exist', () => {
  const HOSTED = "123456789012 DescribeHostedConnections failed for connection dxcon-a1 doesn't exist.";
  const CONNECTION = 'Could not find Connection with ID dxcon-a1';
  const LAG = 'Could not find Lag with ID dxlag-a1';
  const OPERATIONS: ParentQuestion[] = ['DescribeHostedConnections', 'DescribeInterconnects', 'DescribeLags'];

  it.each<[string, string, ParentQuestion[]]>([
    [HOSTED, 'dxcon-a1', ['DescribeHostedConnections']],
    [HOSTED.replace('dxcon', 'dxlag'), 'dxlag-a1', ['DescribeHostedConnections']],
    // Without the account, without the full stop.
    [HOSTED.slice(13, -1), 'dxcon-a1', ['DescribeHostedConnections']],
    [CONNECTION, 'dxcon-a1', ['DescribeHostedConnections', 'DescribeInterconnects']],
    [LAG, 'dxlag-a1', ['DescribeHostedConnections', 'DescribeLags']],
    // Words, but of another id: a longer one, a shorter one, another kind's.
    [HOSTED, 'dxcon-a', []],
    [HOSTED, 'dxcon-a11', []],
    [CONNECTION, 'dxcon-b1', []],
    [LAG, 'dxlag-a', []],
    [LAG, 'dxlag-a11', []],
    // An id, but no words, or words without an id.
    ['The specified Connection ID is not available', 'dxcon-a1', []],
    ['The specified Connection ID dxcon-a1 is not available', 'dxcon-a1', []],
    ['The specified Connection ID is not available…', 'dxcon-a1', []],
    ['ConnectionID dxcon-a1 has an invalid format.', 'dxcon-a1', []],
    ['Connection does not exist', 'dxcon-a1', []],
    ['Lag does not exist', 'dxlag-a1', []],
    ['Could not find Interconnect with ID dxcon-a1', 'dxcon-a1', []],
    [`It is not true that: ${CONNECTION}`, 'dxcon-a1', []],
    [`It is not true that: ${LAG}`, 'dxlag-a1', []],
    [`It is not true that: ${HOSTED}`, 'dxcon-a1', []],
    [`${CONNECTION} in the cache; try again`, 'dxcon-a1', []],
    [`${LAG} in the cache; try again`, 'dxlag-a1', []],
    [`${HOSTED} Try again`, 'dxcon-a1', []],
    ['Connection dxcon-a1 is in a transitioning state.', 'dxcon-a1', []],
    ['', 'dxcon-a1', []],
  ])('%s, asked for %s → %j', (text, parentId, proves) => {
    expect(OPERATIONS.filter((operation) => saysNoSuchParent(CLIENT(text), operation, parentId))).toEqual(proves);
  });

  it('is not concluded from another error’s text, or from another status', () => {
    const says = (error: unknown) => saysNoSuchParent(error, 'DescribeInterconnects', 'dxcon-a1');
    expect(says(AWS('DirectConnectClientException', CONNECTION))).toBe(true);
    expect(says(AWS('AccessDeniedException', CONNECTION))).toBe(false);
    expect(says(AWS('DirectConnectServerException', CONNECTION))).toBe(false);
    expect(says(AWS('DirectConnectClientException', CONNECTION, 500))).toBe(false);
  });
});

describe('an observation without permission', () => {
  it.each([
    [AWS('AccessDeniedException'), true],
    [CLIENT('Account 123456789012 is not an authorized Direct Connect partner in us-west-1.'), true],
    [AWS('ValidationException', 'is not an authorized Direct Connect partner'), false],
    [AWS('AccessDeniedException', '', 500), false],
    [AWS('ThrottlingException'), false],
    [CLIENT('Connection dxcon-a1 is in a transitioning state.'), false],
    [CLIENT('odd'), false],
    [new Error('surprise'), false],
  ])('%s → %s', (error, denied) => {
    expect(saysDenied(error)).toBe(denied);
  });
});

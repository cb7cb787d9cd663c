/** An id as the service takes it: its pattern, length included, and what to say of one that does not match it. */
export interface IdRule {
  readonly pattern: RegExp;
  readonly what: string;
}

// Direct Connect documents no length for its ids; those seen have 14 characters. A tenant's name has no # and no colon: it is
// part of the ledger's keys and of event ids. It is part of a queue's name too, of which SQS takes 80 characters.

export const CONNECTION_ID: IdRule = {
  pattern: /^dxcon-[a-z0-9]{1,40}$/,
  what: 'a connection id, dxcon- and lower-case letters or digits',
};

export const PARENT_ID: IdRule = {
  pattern: /^dx(?:con|lag)-[a-z0-9]{1,40}$/,
  what: 'the id of an interconnect (dxcon-…) or LAG (dxlag-…), in lower-case letters or digits',
};

export const REQUEST_ID: IdRule = {
  pattern: /^[A-Za-z0-9._:-]{1,128}$/,
  what: '1 to 128 characters of A-Z a-z 0-9 . _ : -',
};

/** Of lines that must not be down together; customers' own names for them have no other characters. */
export const REDUNDANCY_GROUP: IdRule = {
  pattern: /^[A-Za-z0-9._:-]{1,64}$/,
  what: '1 to 64 characters of A-Z a-z 0-9 . _ : -',
};

export const TENANT_NAME: IdRule = {
  pattern: /^[a-z][a-z0-9-]{0,23}$/,
  what: '1 to 24 characters of a-z 0-9 -, the first a letter',
};

/** Of SQS's attribute SenderId, what the caller cannot choose. */
export const SENDER_ID: IdRule = {
  pattern: /^[A-Z0-9]{12,128}$/,
  what: 'a SenderId up to its colon, such as AROAEXAMPLEID',
};

/** What EventBridge sends a tenant's outcomes to; a FIFO queue would need a group. */
export const OUTCOMES_TARGET: IdRule = {
  pattern:
    /^arn:aws[a-z-]*:(?:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,80}|events:[a-z0-9-]+:\d{12}:event-bus\/[A-Za-z0-9._-]{1,256})$/,
  what: 'the ARN of an SQS queue that is not FIFO, or of an EventBridge bus',
};

/** Who sends, as policies name it; the name may have a path. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export const PRINCIPAL: IdRule = {
  pattern: /^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
  what: 'the ARN of an IAM role or user: an account as a whole may not send',
};

/** A Direct Connect location's code; those seen are such as EqDC2. */
export const LOCATION: IdRule = { pattern: /^[A-Za-z0-9-]{1,32}$/, what: 'a location code such as EqDC2' };

/** Chosen by who freezes. */
export const FREEZE_NAME: IdRule = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  what: '1 to 64 characters of A-Z a-z 0-9 . _ -, the first a letter or a digit',
};

export const ACCOUNT_ID: IdRule = { pattern: /^\d{12}$/, what: 'an account id of 12 digits' };

/** An id as the service takes it: its pattern, length included, and what to say of one that does not match it. */
export interface IdRule {
  readonly pattern: RegExp;
  readonly what: string;
}

// Direct Connect documents no length for its ids; those seen have 14 characters. A tenant's name has no # and no colon: it is
// part of the ledger's keys and of event ids.

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

export const TENANT_NAME: IdRule = {
  pattern: /^[A-Za-z0-9._-]{1,64}$/,
  what: '1 to 64 characters of A-Z a-z 0-9 . _ -',
};

/** Of SQS's attribute SenderId, what the caller cannot choose. */
export const SENDER_ID: IdRule = {
  pattern: /^[A-Z0-9]{12,128}$/,
  what: 'a SenderId up to its colon, such as AROAEXAMPLEID',
};

export const ACCOUNT_ID: IdRule = { pattern: /^\d{12}$/, what: 'an account id of 12 digits' };

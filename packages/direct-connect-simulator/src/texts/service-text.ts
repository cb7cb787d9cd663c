import type { TextOrigin } from '../service-error.ts';

/** A message that this simulator answers with. */
export interface ServiceText {
  readonly origin: TextOrigin;
  /** Where the wording, or the error, was seen. */
  readonly source: string;
  readonly type: string;
  readonly status: number;
  readonly text: (...args: readonly (string | number)[]) => string;
}

/**
 * Direct Connect API reference: DirectConnectClientException, "One or more parameters are not valid", is the only modelled
 * client error of every operation here but for tags, and the quoted ones all came with HTTP 400.
 */
export const client = { type: 'DirectConnectClientException', status: 400 };

export const noPublicText = 'no public text is known';

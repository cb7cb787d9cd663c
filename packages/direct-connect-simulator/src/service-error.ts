/**
 * How far a message can be trusted to be AWS's own.
 * `quoted`: seen from the real service, from this operation or one like it.
 * `documented`: the error is documented, its wording is ours or AWS's usual one.
 * `invented`: no public text is known; nothing may be built on the wording.
 */
export type TextOrigin = 'quoted' | 'documented' | 'invented';

/** An answer of the simulated service that is an error; becomes `{"__type", "message"}` on the wire. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** The error's type as AWS names it, bare. */
  readonly type: string;
  /** HTTP status. */
  readonly status: number;
  /** Where the message's wording comes from. */
  readonly origin: TextOrigin;

  constructor(type: string, status: number, message: string, origin: TextOrigin) {
    super(message);
    this.type = type;
    this.status = status;
    this.origin = origin;
  }
}

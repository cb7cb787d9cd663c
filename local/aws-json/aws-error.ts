/** An error in AWS JSON 1.1: an HTTP status and a body of `__type` and `message`. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

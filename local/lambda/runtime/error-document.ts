/** An error of function code as Lambda reports it: the payload of an invocation whose `FunctionError` is `Unhandled`. */
export interface ErrorDocument {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** An error of the runtime itself; its `name` becomes the `errorType` ("Runtime.HandlerNotFound" and so on). */
export class RuntimeError extends Error {
  constructor(type: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = `Runtime.${type}`;
  }
}

/** Whatever was thrown, as the Node.js runtime reports it: an Error's name, message and stack, else the value as text. */
export function errorDocument(thrown: unknown): ErrorDocument {
  if (thrown instanceof Error) {
    return { errorType: thrown.name, errorMessage: thrown.message, trace: thrown.stack?.split('\n') ?? [] };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

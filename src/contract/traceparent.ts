// version, trace-id, parent-id, flags; later versions may append fields (W3C Trace Context, section 3.2).
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-[\x21-\x7e]{1,200})?$/;

/** The value if it is a W3C traceparent. Anything else is dropped, as the recommendation says: it never stops a request. */
export function parseTraceparent(value: string | undefined): string | undefined {
  return value !== undefined && TRACEPARENT.test(value) ? value : undefined;
}

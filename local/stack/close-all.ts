export type Closer = () => Promise<unknown>;

/** Closes what was started, last first, all of it; throws the first error in the end. */
export async function closeAll(closers: Closer[]): Promise<void> {
  const errors: unknown[] = [];
  for (let close = closers.pop(); close; close = closers.pop()) {
    await close().catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw errors[0];
}

/** Carries out what has to go well before anything starts; ends with one message and an exit status if it does not. */
export function orExit<T>(work: () => T, status = 2): T {
  try {
    return work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(status);
  }
}

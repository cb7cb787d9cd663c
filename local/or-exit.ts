/** Carries out what has to go well before anything starts; ends with exit status 2 and one message if it does not. */
export function orExit<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

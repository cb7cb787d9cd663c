/** Stops the package, with a sentence for whoever set the parameters. osls would print a stack trace, which would bury it. */
export class ParameterError extends Error {
  override name = 'ParameterError';

  constructor(sentence: string) {
    super(sentence);
    this.stack = sentence;
  }
}

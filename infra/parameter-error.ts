/** What stops the package: a sentence for whoever set the parameters. osls prints the stack, which would bury it. */
export class ParameterError extends Error {
  override name = 'ParameterError';

  constructor(sentence: string) {
    super(sentence);
    this.stack = sentence;
  }
}

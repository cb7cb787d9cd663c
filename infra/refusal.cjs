'use strict';

/** What stops the package: a sentence for whoever set the parameters. osls prints the stack, which would bury it. */
module.exports = class Refusal extends Error {
  constructor(sentence) {
    super(sentence);
    this.name = 'Refusal';
    this.stack = sentence;
  }
};

import { EXIT } from './exit-status.ts';

/** What ends a command, in the words that are shown: what was wrong, where, and what to do. */
export class CliError extends Error {
  override name = 'CliError';
  readonly where: string | undefined;
  readonly todo: string | undefined;
  readonly status: number;

  constructor(
    what: string,
    { where, todo, status = EXIT.refused }: { where?: string; todo?: string; status?: number } = {},
  ) {
    super(what);
    this.where = where;
    this.todo = todo;
    this.status = status;
  }
}

/** A command, an option or a file that is wrong. */
export class UsageError extends CliError {
  override name = 'UsageError';

  constructor(what: string, more: { where?: string; todo?: string } = {}) {
    super(what, { ...more, status: EXIT.usage });
  }
}

import { EXIT } from './exit-status.ts';

interface Details {
  where?: string;
  todo?: string;
  because?: readonly string[];
  status?: number;
  /** What it explains, where that was thrown by others. */
  cause?: unknown;
}

/** What ends a command, in the words that are shown: what was wrong, where, and what to do. */
export class CliError extends Error {
  override name = 'CliError';
  readonly where: string | undefined;
  readonly todo: string | undefined;
  /** What stands in the way, one by one. */
  readonly because: readonly string[];
  readonly status: number;

  constructor(what: string, { where, todo, because = [], status = EXIT.refused, cause }: Details = {}) {
    super(what, { cause });
    this.where = where;
    this.todo = todo;
    this.because = because;
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

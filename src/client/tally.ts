import type { NotAccepted, Submission, SubmissionProgress, SubmissionReport } from './submission.ts';

/** Keeps what became of each request of a call. Every request that is read has a result from then on. */
export class Tally {
  readonly #results: Submission[] = [];
  readonly #blocked = new Set<string>();
  #accepted = 0;
  #notAccepted = 0;

  /** @returns the request's place among all */
  read(requestId: string | undefined): number {
    const problem = 'it was not sent: the call ended before its turn';
    return this.#results.push(notAccepted('NOT_SENT', requestId, problem)) - 1;
  }

  /** @param connectionId if the request's connection could be read */
  count(place: number, submission: Submission, connectionId: string | undefined): void {
    this.#results[place] = submission;
    if (submission.accepted) this.#accepted++;
    else {
      this.#notAccepted++;
      if (connectionId !== undefined) this.#blocked.add(connectionId);
    }
  }

  /** Whether a request for this connection was not accepted: those behind it are not to be sent. */
  isBlocked(connectionId: string): boolean {
    return this.#blocked.has(connectionId);
  }

  get progress(): SubmissionProgress {
    return { read: this.#results.length, accepted: this.#accepted, notAccepted: this.#notAccepted };
  }

  get report(): SubmissionReport {
    const accepted = this.#accepted;
    return { accepted, notAccepted: this.#results.length - accepted, results: this.#results };
  }
}

export function notAccepted(code: NotAccepted['code'], requestId: string | undefined, problem: string): NotAccepted {
  return { accepted: false, code, ...(requestId === undefined ? {} : { requestId }), problem };
}

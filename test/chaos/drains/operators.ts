import { setTimeout as sleep } from 'node:timers/promises';
import type { CarriedOut } from '../../../local/judge/drain/drain-wire.ts';
import type { LocalStack } from '../../../local/stack/local-stack.ts';
import type { ApproveCommand, DrainAnswer, DrainCommand, DrainDeclined } from '../../../src/drain/run/command.ts';
import { OrderFailed } from '../operator.ts';

type Command = DrainCommand | ApproveCommand;

const REPETITIONS = 60;
const PAUSE_MS = 200;

/** People who ask for the commands of drains, and ask again where no answer comes. */
export class Operators {
  /** What was, or may have been, carried out, in the order of the answers: from when it was first asked for. */
  readonly carriedOut: CarriedOut[] = [];
  /** Each time that an answer got lost, with the process that made it, or none could be made: by the command. */
  readonly unanswered: string[] = [];
  /** How long each answer to a stop took that did come, in milliseconds. */
  readonly stopAnswersMs: number[] = [];
  readonly #functions: LocalStack['functions'];

  constructor(functions: LocalStack['functions']) {
    this.#functions = functions;
  }

  /** @throws OrderFailed if no answer comes to many repetitions */
  async ask(command: Command): Promise<DrainAnswer | DrainDeclined> {
    const { action } = command;
    const firstAskedAtMs = Date.now();
    for (let repetitions = 0; repetitions < REPETITIONS; repetitions++) {
      const askedAtMs = Date.now();
      const answer = await this.#invoke(command);
      if (answer !== undefined) {
        if (action === 'stop') this.stopAnswersMs.push(Date.now() - askedAtMs);
        // What is declined when it is asked again may have been done before.
        if (answer.result !== 'declined' || repetitions > 0) this.#note(command, firstAskedAtMs);
        return answer;
      }
      this.unanswered.push(action);
      await sleep(PAUSE_MS);
    }
    throw new OrderFailed(`${action} is not answered, however often it is asked for`);
  }

  async #invoke(command: Command): Promise<DrainAnswer | DrainDeclined | undefined> {
    const lambda = this.#functions.get(command.action === 'approve' ? 'approve' : 'drain');
    // Rejected is what comes while as many run as may.
    const result = await lambda?.invoke(JSON.stringify(command)).catch(() => undefined);
    return result === undefined || result.functionError !== undefined ? undefined : JSON.parse(result.payload);
  }

  #note(command: Command, askedAtMs: number): void {
    if (command.action === 'status') return;
    this.carriedOut.push({
      ...{ action: command.action, by: command.by, askedAtMs, answeredAtMs: Date.now() },
      ...('connectionId' in command ? { connectionId: command.connectionId } : {}),
    });
  }
}

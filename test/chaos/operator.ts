import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalStack } from '../../local/stack/local-stack.ts';

/** Thrown where an operator's order is still not carried out after many repetitions. */
export class OrderFailed extends Error {
  override name = 'OrderFailed';
}

const REPETITIONS = 30;

/** Invokes one of the operators' functions, as a person would through IAM, until it does not fail. @returns its answer */
export async function operate(stack: LocalStack, functionName: 'control' | 'resolve', order: object): Promise<unknown> {
  let payload = 'there is no such function';
  for (let repetitions = 0; repetitions < REPETITIONS; repetitions++) {
    const invoked = stack.functions.get(functionName)?.invoke(JSON.stringify(order));
    // While as many run as may, Lambda takes no more.
    const result = await invoked?.catch((error: unknown) => ({ functionError: 'Rejected', payload: String(error) }));
    if (result && result.functionError === undefined) return JSON.parse(result.payload);
    payload = result?.payload ?? payload;
    await sleep(200);
  }
  throw new OrderFailed(`${functionName} ${JSON.stringify(order)} fails: ${payload}`);
}

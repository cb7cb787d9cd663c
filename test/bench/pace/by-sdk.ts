import { DirectConnectClient, type DirectConnectClientConfig } from '@aws-sdk/client-direct-connect';
import type { Call, Mover, Movers } from './mover.ts';

type Retries = Pick<DirectConnectClientConfig, 'retryMode'>;
type Strategy = Awaited<ReturnType<DirectConnectClient['config']['retryStrategy']>>;
type TokenStrategy = Extract<Strategy, { acquireInitialRetryToken: unknown }>;

/** Three attempts, which is the default of both modes: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const MAX_ATTEMPTS = 3;

/** Workers that are processes of their own, such as Lambda's, have a client each. */
export const aClientEach =
  (retries: Retries): Movers =>
  (workers) =>
    Promise.all(Array.from({ length: workers }, () => moverOf(retries)));

/** Workers in one process may share a client. */
export const oneClient =
  (retries: Retries): Movers =>
  async (workers) => {
    const mover = await moverOf(retries);
    return Array.from({ length: workers }, () => mover);
  };

/** By the retry strategy that the SDK's client makes itself, with its clock, timers and randomness from the globals. */
async function moverOf(retries: Retries): Promise<Mover> {
  const { config } = new DirectConnectClient({ ...retries, region: 'us-east-1', maxAttempts: MAX_ATTEMPTS });
  const strategy = await config.retryStrategy();
  if (!('acquireInitialRetryToken' in strategy)) throw new Error('the SDK has a retry strategy without tokens');
  return (call) => askBy(strategy, call);
}

/** As the SDK's retry middleware does. */
async function askBy(strategy: TokenStrategy, call: Call): Promise<boolean> {
  let token = await strategy.acquireInitialRetryToken('');
  while ((await call()) === 'throttled') {
    const next = await strategy.refreshRetryTokenForRetry(token, { errorType: 'THROTTLING' }).catch(() => undefined);
    if (!next) return false;
    token = next;
    const delay = token.getRetryDelay();
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
  }
  strategy.recordSuccess(token);
  return true;
}

/** Consumers that subscribe in a file of their own, subscriptions/<consumer>.yml, with a queue, its dead-letter queue and alarms. */
export const CONSUMERS = ['billing', 'notification'] as const;

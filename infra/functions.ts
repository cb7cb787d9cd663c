/** The functions of serverless.yml, by name. */
export const FUNCTIONS = ['migrate', 'reconcile', 'resolve', 'control'] as const;

/** The functions of serverless.yml. */
export const FUNCTION_NAMES = ['migrate', 'reconcile', 'dispatch', 'resolve', 'control', 'drain', 'approve'] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

export interface NumberSetting {
  kind: 'number';
  unit: string;
  default: number;
  /** For the stage local, where a person watches the waits. */
  local?: number;
  /** What AWS takes, or what can be meant. */
  least: number;
  most: number;
  /** Digits after the point; none unless said. */
  digits?: number;
  /** The only values between them that AWS takes. */
  oneOf?: readonly number[];
}

export interface Time {
  kind: 'time';
  default: string;
}

/** One of a few words. */
export interface Choice {
  kind: 'choice';
  default: string;
  values: readonly string[];
}

/** A setting that functions read. */
export type FunctionSetting = (NumberSetting | Time | Choice) & {
  /** What the functions' environment calls it. */
  variable: string;
  /** Those that read it: no other function is given it. */
  functions: readonly FunctionName[];
};

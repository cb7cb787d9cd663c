/** What a night of moves came to, all of which were due at once. */
export interface Night {
  /** Until the last move was made, or given up. */
  seconds: number;
  throttles: number;
  moved: number;
  lost: number;
}

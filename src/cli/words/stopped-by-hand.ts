/** The reason of a stop for which none was said: it must not wait for one. */
export const STOPPED_BY_HAND = 'stopped by hand';

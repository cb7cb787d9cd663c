/** How `dxm` ends, the same for each command. */
export const EXIT = {
  ok: 0,
  /** It was not carried out, or it could not be found out. */
  refused: 1,
  /** The command itself is wrong. */
  usage: 2,
  /** It was carried out, and something needs a person. */
  attention: 3,
  /** Ctrl-C. */
  interrupted: 130,
  /** Whoever read its output has gone, as in dxm … | head: what other tools of the shell end with then. */
  unread: 141,
} as const;

/** Under which heads `dxm --help` lists the commands. */
export const LOOK = 'Look:';
export const DECIDE = 'Decide and clear:';
export const STOP = 'Stop and go on:';
export const PORTS = 'Interconnects, LAGs, and emptying them:';
export const OTHER = 'This tool:';

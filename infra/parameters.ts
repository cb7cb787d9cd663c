import type { Setting } from './settings-table.ts';
import { SETTINGS } from './settings-table.ts';

const ENTRIES: [string, Setting][] = Object.entries(SETTINGS);

/** The parameters of serverless.yml: of every stage, and of the stage local, which is for one machine. */
export const parameters: Record<'default' | 'local', Record<string, string | number>> = {
  default: Object.fromEntries(ENTRIES.map(([name, setting]) => [name, setting.default])),
  local: Object.fromEntries(
    ENTRIES.flatMap(([name, setting]) =>
      'local' in setting && setting.local !== undefined ? [[name, setting.local]] : [],
    ),
  ),
};

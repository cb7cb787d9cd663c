import { FUNCTION_SETTINGS, type FunctionSettingName } from '../../settings/function-settings.ts';
import { UsageError } from '../cli-error.ts';
import type { Stage } from './stage.ts';

type Seconds = Extract<FunctionSettingName, `${string}Seconds`>;

/**
 * A time that the stage goes by, in milliseconds: as it is deployed unless someone has set it. dxm does not read the functions'
 * configuration, so a stage that was deployed with another value needs it said.
 */
export function settingMs(stage: Stage, name: Seconds): number {
  const setting: { default: number; local?: number } = FUNCTION_SETTINGS[name];
  return ((stage.name === 'local' ? setting.local : undefined) ?? setting.default) * 1_000;
}

/** The staleness bound, or what an option says instead. */
export function staleMs(stage: Stage, option: string | undefined): number {
  if (option === undefined) return settingMs(stage, 'staleSeconds');
  const { least, most } = FUNCTION_SETTINGS.staleSeconds;
  const seconds = Number(option);
  if (/^\d+$/.test(option) && seconds >= least && seconds <= most) return seconds * 1_000;
  throw new UsageError(`${option} is no number of seconds from ${least} to ${most}`, {
    where: '--stale',
    todo: 'say what staleSeconds this stage was deployed with, or leave it out',
  });
}

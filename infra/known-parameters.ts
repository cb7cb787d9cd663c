import { closest, distance } from 'fastest-levenshtein';
import type { Osls } from './osls.ts';
import { ParameterError } from './parameter-error.ts';
import { SETTINGS } from './settings-table.ts';

/**
 * Stops at an unknown name: osls would ignore it, and the parameter that was meant would have its default, which for
 * `parents` is wider. Stops at a name that occurs twice, too.
 *
 * @param options of the command line
 * @param resolveProperty of serverless.yml
 */
export async function checkParameterNames(
  stage: string,
  options: Osls['options'],
  resolveProperty: Osls['resolveConfigurationProperty'],
): Promise<void> {
  const known = Object.keys(SETTINGS);
  const onCommandLine = [options.param ?? []].flat().map((given) => given.replace(/=.*$/s, ''));
  const ofStage = Object.keys((await resolveProperty(['params', stage])) ?? {});
  const twice = onCommandLine.find((name, index) => onCommandLine.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new ParameterError(
      `parameter ${twice} must be given once: of two, osls takes the last. In a list, put commas between`,
    );
  }
  const unknown = [...onCommandLine, ...ofStage].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ParameterError(`there is no parameter "${unknown}". ${advice(unknown, known)}`);
}

function advice(unknown: string, known: string[]): string {
  const nearest = closest(unknown, known);
  const isNear = distance(unknown.toLowerCase(), nearest.toLowerCase()) <= nearest.length / 2;
  return isNear ? `Did you mean ${nearest}?` : `There are: ${known.join(', ')}`;
}

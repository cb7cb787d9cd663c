import { FUNCTION_SETTINGS, type FunctionSettingName, inCode, type SettingsOf } from '../settings/function-settings.ts';
import { LOCATIONS, type LocationName, type LocationsOf } from '../settings/locations.ts';
import { type Read, readChoice, readNumber, readTime } from '../settings/read-setting.ts';
import { brokenRules, FUNCTION_RULES, type FunctionValues } from '../settings/rules.ts';
import type { FunctionName, FunctionSetting } from '../settings/setting.ts';

/** What a handler reads from its environment, which the template sets: what it uses, and nothing else. */
export type Config<Reader extends FunctionName> = LocationsOf<Reader> & { settings: SettingsOf<Reader> };

/** Thrown at start: names every variable that is missing or wrong, and what it must be. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

type Environment = Record<string, string | undefined>;

/** Parses a function's environment once, at start; times become milliseconds. Throws ConfigError. */
export function parseConfig<Reader extends FunctionName>(reader: Reader, environment: Environment): Config<Reader> {
  const problems: string[] = [];
  const read = <Value>(variable: string, readText: (text: string) => Read<Value>): Value | undefined => {
    const text = environment[variable];
    const result = text === undefined ? undefined : readText(text);
    if (result !== undefined && 'value' in result) return result.value;
    problems.push(`${variable} ${result === undefined ? 'is not set' : `must be ${result.mustBe}`}`);
    return undefined;
  };
  const locations = locationsOf(reader).map(([name, { variable, kind }]) => [
    name,
    read<string | string[]>(variable, READERS[kind]),
  ]);
  const entries = settingsOf(reader).map(([name, setting]) => {
    return [name, read<number | string>(setting.variable, (text) => readSetting(setting, text))] as const;
  });
  const values = Object.fromEntries(entries);
  if (problems.length > 0) throw wrong(problems);
  const broken = brokenRules(FUNCTION_RULES, values as Partial<FunctionValues>, environment.STAGE ?? '');
  if (broken.length > 0) throw wrong(broken);
  return { ...Object.fromEntries(locations), settings: inCode(values) } as Config<Reader>;
}

/** Every variable of a function but the logger's own: what the template must set. */
export function variablesOf(reader: FunctionName): string[] {
  return [...locationsOf(reader), ...settingsOf(reader)].map(([, { variable }]) => variable);
}

const READERS: Record<'text' | 'url' | 'list', (text: string) => Read<string | string[]>> = {
  text: (text) => (text === '' ? { mustBe: 'filled' } : { value: text }),
  url: (text) => (URL.canParse(text) ? { value: text } : { mustBe: 'a URL' }),
  list: (text) => ({ value: text === '' ? [] : text.split(',') }),
};

function readSetting(setting: FunctionSetting, text: string): Read<number | string> {
  if (setting.kind === 'choice') return readChoice(setting, text);
  return setting.kind === 'number' ? readNumber(setting, text) : readTime(text);
}

function locationsOf(reader: FunctionName) {
  const all = Object.entries(LOCATIONS) as [LocationName, (typeof LOCATIONS)[LocationName]][];
  return all.filter(([, { functions }]) => (functions as readonly FunctionName[]).includes(reader));
}

function settingsOf(reader: FunctionName) {
  const all = Object.entries(FUNCTION_SETTINGS) as [FunctionSettingName, FunctionSetting][];
  return all.filter(([, { functions }]) => functions.includes(reader));
}

/** The template sets all of it: who meets this has changed a function by hand. */
function wrong(problems: string[]): ConfigError {
  return new ConfigError(
    `wrong environment: ${problems.join('; ')}. Set it by the parameters of serverless.yml and deploy`,
  );
}

// The tables of settings in docs/, from the one in code.

import { FUNCTION_SETTINGS, type FunctionSettingName } from '../../src/settings/function-settings.ts';
import { FUNCTION_RULES } from '../../src/settings/rules.ts';
import type { FunctionSetting } from '../../src/settings/setting.ts';
import { ENTRIES } from '../list-entries.ts';
import { LIST_RULES, SETTINGS, type Setting, type SettingName } from '../settings-table.ts';
import { DESCRIPTIONS } from './setting-descriptions.ts';

type Row = string[];

const RULES = [...FUNCTION_RULES, ...LIST_RULES];
const NAMES = new RegExp(`\\b(${Object.keys(SETTINGS).join('|')})\\b`, 'g');

/** A part of a page: what is between `<!-- settings: NAME -->` and `<!-- end of settings -->`. */
const PARTS = {
  parameters: () =>
    table(
      ['parameter', 'default', 'unit', 'what', 'must be'],
      (Object.entries(SETTINGS) as [SettingName, Setting][]).map(([name, setting]) => [
        code(name),
        setting.default === '' ? 'empty' : code(String(setting.default)),
        unitOf(setting),
        DESCRIPTIONS[name].what,
        [mustBe(setting), ...rulesAbout(name)].join('; '),
      ]),
    ),
  safety: () => times('safety'),
  speed: () => times('speed'),
};

const PART = /(<!-- settings: (\w+) -->\n)[\s\S]*?(\n<!-- end of settings -->)/g;

/** The pages, relative to the repository's root, that have such parts. */
export const PAGES = ['docs/operations/deploy.md', 'docs/settings.md'];

/** A page with its tables as they should be. @throws Error if it names an unknown part */
export function withTables(page: string): string {
  return page.replace(PART, (_part, start: string, name: string, end: string) => {
    if (!(name in PARTS)) throw new Error(`there is no part "${name}": there are ${Object.keys(PARTS).join(', ')}`);
    return `${start}\n${PARTS[name as keyof typeof PARTS]()}\n${end}`;
  });
}

function times(decides: 'safety' | 'speed'): string {
  const all = Object.entries(FUNCTION_SETTINGS) as [FunctionSettingName, FunctionSetting][];
  return table(
    ['parameter, variable', 'what', 'too short', 'read by'],
    all
      .map(([name, setting]) => ({ name, ...setting, ...DESCRIPTIONS[name] }))
      .filter((setting) => setting.decides === decides)
      .map(({ name, variable, what, tooShort = '', functions }) => [
        `${code(name)}, ${code(variable)}`,
        what,
        tooShort,
        functions.map(code).join(', '),
      ]),
  );
}

function unitOf(setting: Setting): string {
  if (setting.kind === 'time') return 'time, UTC';
  return 'unit' in setting ? setting.unit : '';
}

function mustBe(setting: Setting): string {
  switch (setting.kind) {
    case 'number':
      return setting.oneOf === undefined
        ? `${setting.least} to ${setting.most}`
        : `one of ${setting.oneOf.join(', ')}, which CloudWatch takes`;
    case 'time':
      return 'a time such as `2026-01-01T00:00:00Z`, not in the future';
    case 'choice':
      return setting.values.map(code).join(' or ');
    case 'list':
      return `${ENTRIES[setting.of].what}; at most ${setting.most}`;
    default:
      return setting.mustBe;
  }
}

function rulesAbout(name: string): string[] {
  return RULES.filter(({ about }) => about === name).map(({ mustBe: what, exceptStage }) => {
    const except = exceptStage === undefined ? '' : `, except for the stage ${code(exceptStage)}`;
    return what.replace(NAMES, (parameter) => code(parameter)) + except;
  });
}

function table(head: Row, rows: Row[]): string {
  const lines = [head, ...rows].map((row) => `| ${row.join(' | ')} |`.replaceAll(/ {2,}/g, ' '));
  return lines.toSpliced(1, 0, `|${'---|'.repeat(head.length)}`).join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

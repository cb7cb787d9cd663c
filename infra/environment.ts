import packageJson from '../package.json' with { type: 'json' };
import { LOCATIONS, type LocationName } from '../src/settings/locations.ts';
import { FUNCTION_NAMES, type FunctionName } from '../src/settings/setting.ts';
import { type GetAtt, ref, type Text } from './cloudformation.ts';
import { readLists } from './lists.ts';
import type { Osls } from './osls.ts';
import type { StackSettings } from './settings.ts';
import { SETTINGS, type Setting } from './settings-table.ts';

type Environment = Record<string, Text>;

/** The variables of each function: those that its code reads, and no others. */
export async function readEnvironments({
  resolveVariable,
}: Pick<Osls, 'resolveVariable'>): Promise<Record<FunctionName, Environment>> {
  const settings = (await resolveVariable('self:custom.settings')) as StackSettings;
  const { parents } = await readLists(resolveVariable);
  const locations = locationsOf(String(await resolveVariable('sls:stage')), parents);
  const of = (name: FunctionName) =>
    Object.fromEntries([...locationsFor(name, locations), ...settingsFor(name, settings)]);
  return Object.fromEntries(FUNCTION_NAMES.map((name) => [name, of(name)])) as Record<FunctionName, Environment>;
}

const DRAIN_ROLE_ID: GetAtt = { 'Fn::GetAtt': ['DrainRole', 'RoleId'] };

function locationsOf(stage: string, parents: readonly string[]): Record<LocationName, Text> {
  return {
    tableName: ref('Ledger'),
    busName: ref('Bus'),
    quarantineQueueUrl: ref('QuarantineQueue'),
    serviceVersion: packageJson.version,
    dispatchFunction: ref('DispatchLambdaFunction'),
    drainSender: DRAIN_ROLE_ID,
    drainParents: parents.join(','),
    drainQueueUrl: ref('DrainQueue'),
    ticksQueueUrl: ref('TicksQueue'),
    stage,
  };
}

function locationsFor(reader: FunctionName, values: Record<LocationName, Text>): [variable: string, value: Text][] {
  const names = Object.keys(LOCATIONS) as LocationName[];
  return names
    .filter((name) => (LOCATIONS[name].functions as readonly FunctionName[]).includes(reader))
    .map((name) => [LOCATIONS[name].variable, values[name]]);
}

function settingsFor(reader: FunctionName, values: StackSettings): [variable: string, value: Text][] {
  const settings: [string, Setting][] = Object.entries(SETTINGS);
  return settings.flatMap(([name, { variable, functions }]) =>
    variable !== undefined && functions?.includes(reader)
      ? [[variable, String((values as unknown as Record<string, unknown>)[name])]]
      : [],
  );
}

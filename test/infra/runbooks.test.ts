import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Deployable, packaged } from './template.ts';

const ROOT = new URL('../../', import.meta.url);
const FOLDER = 'docs/operations/alarms';
const PREFIX = 'dx-migrator-prod-';
const HEADINGS = ['What it means', 'Look', 'Act', 'Over when'];
const textOf = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const pages = readdirSync(new URL(FOLDER, ROOT)).filter((file) => file !== 'README.md');

interface Alarm {
  name: string;
  metric: string;
  /** The page that its description names. */
  runbook: string | undefined;
}

let alarms: Alarm[];
beforeAll(async () => {
  const shipped: Deployable = await packaged('default');
  alarms = shipped.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => ({
    name: properties.AlarmName.replace(PREFIX, '').replace(/-orders$/, '-TENANT'),
    metric: properties.MetricName,
    runbook: / Runbook: (\S+\.md)$/.exec(properties.AlarmDescription)?.[1],
  }));
});

describe('every alarm', () => {
  it('names a runbook that exists, and no runbook is without an alarm', () => {
    expect(new Set(alarms.map(({ runbook }) => runbook))).toEqual(new Set(pages.map((page) => `${FOLDER}/${page}`)));
  });

  it('is named by its runbook, with its metric', () => {
    const missing = alarms.filter(({ name, metric, runbook }) => {
      const rows = textOf(runbook ?? '')
        .split('\n')
        .filter((line) => line.startsWith('|'));
      return !rows.some((row) => row.includes(`\`${name}\``) && row.includes(`\`${metric}\``));
    });
    expect(missing).toEqual([]);
  });

  it('is in the index, on the line of its runbook', () => {
    const rows = textOf(`${FOLDER}/README.md`).split('\n');
    const missing = alarms.filter(({ name, runbook = '' }) => {
      return !rows.some((row) => row.includes(`(${runbook.split('/').at(-1)})`) && row.includes(`\`${name}\``));
    });
    expect(missing).toEqual([]);
  });
});

it.each(pages)('%s says what it means, where to look, what to do and when it is over', (page) => {
  const headings = [...textOf(`${FOLDER}/${page}`).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(HEADINGS);
  const sections = textOf(`${FOLDER}/${page}`)
    .split(/^## .*$/m)
    .slice(1);
  expect(sections.map((text) => text.trim().length).filter((length) => length < 40)).toEqual([]);
});

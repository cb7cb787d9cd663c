import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const GITHUB = fileURLToPath(new URL('../../.github/', import.meta.url));
const ROOT = join(GITHUB, '..');
const WORKFLOWS = globSync('workflows/*.yml', { cwd: GITHUB });
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  permissions: Record<string, string>;
  'timeout-minutes': number;
  'runs-on': string;
  steps: Step[];
}

/** What a job may hold beyond reading the repository, each with its reason. */
const MAY_WRITE: Record<string, string[]> = {
  // To put its findings where code scanning shows them.
  'workflows/security.yml codeql': ['security-events'],
  // To make the release, and to sign where it was built.
  'workflows/release.yml publish': ['contents', 'id-token', 'attestations'],
};

/** Else a job could run what is pinned nowhere: a container, a service, a workflow of others, a program from the net. */
const KEYS = ['permissions', 'timeout-minutes', 'steps', 'runs-on', 'strategy', 'needs', 'env'];

const textOf = (file: string) => readFileSync(join(GITHUB, file), 'utf8');

it('there are workflows for changes, security and releases', () => {
  expect(new Set(WORKFLOWS)).toEqual(new Set(['ci', 'release', 'security'].map((name) => `workflows/${name}.yml`)));
});

describe.each(WORKFLOWS)('%s', (file) => {
  const workflow = parse(textOf(file)) as { on: object; permissions: unknown; jobs: Record<string, Job> };
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  it('pins every action by a full commit, with its version beside it', () => {
    const uses = textOf(file).match(/uses: .*/g) ?? [];
    expect(uses.length).toBe(steps.filter((step) => step.uses !== undefined).length);
    expect(uses.filter((line) => !/^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it('gives no right to all jobs, and to each no more than it needs', () => {
    expect(workflow.permissions).toEqual({});
    for (const [name, { permissions }] of jobs) {
      const written = Object.keys(permissions).filter((right) => permissions[right] !== 'read');
      expect([name, written]).toEqual([name, MAY_WRITE[`${file} ${name}`] ?? []]);
    }
  });

  it('runs nothing but its steps, on GitHub’s own machines', () => {
    for (const [, job] of jobs) {
      expect(Object.keys(job).filter((key) => !KEYS.includes(key))).toEqual([]);
      expect(job['runs-on']).toMatch(/^(ubuntu-latest|\$\{\{ matrix\.os \}\})$/);
    }
    expect(steps.filter(({ run }) => run !== undefined && /\b(curl|wget|npx|docker)\b|https?:/.test(run))).toEqual([]);
    expect(steps.filter(({ run }) => /pip install(?! [\w-]+==[\d.]+$)/m.test(run ?? ''))).toEqual([]);
  });

  it('ends every job in time', () => {
    expect(jobs.filter(([, job]) => !(job['timeout-minutes'] <= 60))).toEqual([]);
  });

  it('leaves no credentials in the checkout', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  it('hands no secret to anything, and no text of an event to a shell', () => {
    expect(textOf(file)).not.toMatch(/secrets\.|pull_request_target|workflow_run/);
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  it('runs only npm scripts that there are', () => {
    const run = steps.flatMap((step) => [...(step.run ?? '').matchAll(/npm (?:run )?([\w:]+)/g)]);
    const named = run.map(([, name = '']) => name).filter((name) => !['ci', 'pack'].includes(name));
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });
});

it('Dependabot looks at every manifest, and at the actions', () => {
  const { updates } = parse(textOf('dependabot.yml')) as { updates: Record<string, string | string[]>[] };
  const [npm, actions] = updates;
  const manifests = globSync('{*,*/*,*/*/*}/package.json', { cwd: ROOT, exclude: (path) => /node_modules/.test(path) });
  const directories = ['/', ...manifests.map((path) => `/${path.replace('/package.json', '')}`)];
  expect(npm).toMatchObject({ 'package-ecosystem': 'npm' });
  expect(new Set(npm?.directories)).toEqual(new Set(directories));
  expect(actions).toMatchObject({ 'package-ecosystem': 'github-actions', directory: '/' });
});

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const GITHUB = fileURLToPath(new URL('../../.github/', import.meta.url));
const ROOT = join(GITHUB, '..');
const WORKFLOWS = globSync('workflows/*', { cwd: GITHUB });
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

interface Step {
  if?: string;
  env?: Record<string, string>;
  'continue-on-error'?: boolean;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  permissions: Record<string, string>;
  'timeout-minutes': number;
  'runs-on': string;
  strategy?: { matrix: Record<string, string[]> };
  steps: Step[];
}

/** What a job may hold beyond reading the repository, each with its reason. */
const MAY_WRITE: Record<string, string[]> = {
  // To put its findings where code scanning shows them.
  'workflows/security.yml codeql': ['security-events'],
  // To make the release, and to sign where it was built.
  'workflows/release.yml publish': ['contents', 'id-token', 'attestations'],
};

/** The actions that run, each of a publisher that is trusted with it. */
const ACTIONS = [
  'actions/attest-build-provenance',
  'actions/checkout',
  'actions/download-artifact',
  'actions/setup-node',
  'actions/setup-python',
  'actions/upload-artifact',
  'github/codeql-action/analyze',
  'github/codeql-action/init',
];

/** When each runs, and what must not be missing from it: commands, and actions by their names. */
const MUST: Record<string, { on: object; does: string[] }> = {
  'workflows/ci.yml': {
    on: { pull_request: null, push: { branches: ['main'] } },
    does: ['npm ci', 'npm test', 'npm run walks', 'npm run check:infra', 'actions/setup-node'],
  },
  'workflows/release.yml': {
    on: { push: { tags: ['v*'] } },
    does: ['npm test', 'npm run check:infra', 'npm run sbom', 'actions/attest-build-provenance', 'gh release create'],
  },
  'workflows/security.yml': {
    on: { pull_request: null, push: { branches: ['main'] }, schedule: [{ cron: '23 4 * * 1' }] },
    does: [
      'github/codeql-action/init',
      'github/codeql-action/analyze',
      'cfn-lint --non-zero-exit-code error',
      'checkov ',
    ],
  },
};

/** Otherwise a job could run something unpinned: a container, a service, a workflow of others, a program from the net. */
const KEYS = ['permissions', 'timeout-minutes', 'steps', 'runs-on', 'strategy', 'needs', 'env'];

const textOf = (file: string) => readFileSync(join(GITHUB, file), 'utf8');

it('there are workflows for changes, security and releases', () => {
  expect(new Set(WORKFLOWS)).toEqual(new Set(['ci', 'release', 'security'].map((name) => `workflows/${name}.yml`)));
});

describe.each(WORKFLOWS)('%s', (file) => {
  const workflow = parse(textOf(file)) as { on: object; permissions: unknown; jobs: Record<string, Job> };
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  it('has the triggers that it should have', () => {
    const must = MUST[file];
    expect(workflow.on).toEqual(must?.on);
    const done = steps.map((step) => step.run ?? step.uses ?? '');
    expect(must?.does.filter((what) => !done.some((step) => step.startsWith(what)))).toEqual([]);
    expect(steps.filter((step) => 'continue-on-error' in step)).toEqual([]);
    // Once is enough of what takes long.
    expect(steps.filter((step) => step.if !== undefined && step.if !== "runner.os == 'Linux'")).toEqual([]);
  });

  it('pins every action by a full commit, with its version beside it', () => {
    const uses = textOf(file).match(/uses: .*/g) ?? [];
    expect(uses.length).toBe(steps.filter((step) => step.uses !== undefined).length);
    expect(uses.filter((line) => !/^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
    const named = steps.flatMap((step) => (step.uses === undefined ? [] : [step.uses]));
    expect(named.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(named.map((action) => action.split('@')[0] ?? '').filter((name) => !ACTIONS.includes(name))).toEqual([]);
  });

  it('grants no permission to all jobs, and to each no more than it needs', () => {
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
      expect(job.strategy?.matrix ?? { os: ['ubuntu-latest', 'macos-latest'] }).toEqual({
        os: ['ubuntu-latest', 'macos-latest'],
      });
    }
    expect(steps.filter(({ run }) => run !== undefined && /\b(curl|wget|npx|docker)\b|https?:/.test(run))).toEqual([]);
    expect(steps.filter(({ run }) => /pip3? install(?! [\w-]+==[\d.]+$)/m.test(run ?? ''))).toEqual([]);
  });

  it('uses the Node version of the project', () => {
    const nodes = steps.filter(({ uses }) => uses?.startsWith('actions/setup-node@'));
    expect(nodes.map((step) => step.with)).toEqual(nodes.map(() => ({ 'node-version-file': '.nvmrc' })));
  });

  it('limits the time of every job', () => {
    expect(jobs.filter(([, job]) => !(job['timeout-minutes'] <= 60))).toEqual([]);
  });

  it('leaves no credentials in the checkout', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  it('passes no secret to anything, and no text of an event to a shell', () => {
    expect(textOf(file)).not.toMatch(/\bsecrets\b|pull_request_target|workflow_run|github-script|NPM_CONFIG/i);
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
    const given = steps.flatMap(({ env = {}, with: values = {} }) => [...Object.values(env), ...Object.values(values)]);
    const expressions = given.map(String).filter((value) => value.includes('${{'));
    expect(expressions.filter((value) => !/^\$\{\{ github\.(token|repository) \}\}$/.test(value))).toEqual([]);
  });

  it('runs only npm scripts that exist', () => {
    const run = steps.flatMap((step) => [...(step.run ?? '').matchAll(/npm (?:run )?([\w:]+)/g)]);
    const named = run.map(([, name = '']) => name).filter((name) => !['ci', 'pack'].includes(name));
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });
});

it('Dependabot watches every manifest, and the actions', () => {
  const { updates } = parse(textOf('dependabot.yml')) as { updates: Record<string, unknown>[] };
  const [npm, actions] = updates;
  const manifests = globSync('{*,*/*,*/*/*}/package.json', { cwd: ROOT, exclude: (path) => /node_modules/.test(path) });
  const directories = ['/', ...manifests.map((path) => `/${path.replace('/package.json', '')}`)];
  expect(npm).toMatchObject({ 'package-ecosystem': 'npm' });
  expect(new Set(npm?.directories as string[])).toEqual(new Set(directories));
  expect(actions).toMatchObject({ 'package-ecosystem': 'github-actions', directory: '/' });
  for (const update of updates) {
    expect(Object.keys(update).filter((key) => /ignore|limit/.test(key))).toEqual([]);
    expect(update.schedule).toEqual({ interval: 'weekly' });
  }
});

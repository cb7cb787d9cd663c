import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compileFilterPattern } from '../../../local/logs/filter-pattern.ts';
import { type Block, blocksOf } from '../../integration/docs/markdown-blocks.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PAGES = [
  ...globSync(['docs/**/*.md', 'packages/*/*.md'], { cwd: ROOT }),
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
];
const textOf = (page: string) => readFileSync(join(ROOT, page), 'utf8');

/** Fenced blocks that are for a shell: `sh` is run by a test, `text` needs AWS. */
const BLOCKS = PAGES.flatMap((page) =>
  blocksOf(join(ROOT, page))
    .filter(({ language }) => ['sh', 'text', ''].includes(language))
    .map((block) => ({ page, ...block })),
);
const nameOf = ({ page, heading }: Block & { page: string }) => `${page}, ${heading}`;

/** Lists that the AWS CLI pages by itself: those that botocore has a paginator for (checked where botocore is installed). */
const PAGED_BY_CLI = [
  'accessanalyzer list-findings',
  'cloudformation describe-stacks',
  'cloudformation list-stack-resources',
  'cloudtrail lookup-events',
  'cloudwatch list-metrics',
  'dynamodb list-backups',
  'dynamodb list-tags-of-resource',
  'dynamodb scan',
  'events list-rule-names-by-target',
  'events list-rules',
  'events list-targets-by-rule',
  'iam list-roles',
  'iam list-users',
  'kms list-resource-tags',
  'lambda list-event-source-mappings',
  'logs filter-log-events',
];

/** Of which an answer has only a part: allowed in the one block that goes on until it has all, and what shows that it does. */
const PAGED_BY_BLOCK: Record<string, { page: string; heading: string; by: string }> = {
  'directconnect describe-hosted-connections': {
    page: 'docs/operations/README.md',
    heading: 'Short-hands',
    by: 'next=(--next-token',
  },
  'dynamodb batch-get-item': { page: 'docs/operations/README.md', heading: 'Short-hands', by: '.UnprocessedKeys' },
  'sqs receive-message': { page: 'docs/operations/README.md', heading: 'Short-hands', by: 'by_tens' },
  'cloudformation describe-stack-resource-drifts': {
    page: 'docs/operations/upgrade.md',
    heading: 'What was changed by hand',
    by: 'next=(--next-token',
  },
};

/** One answer is all that there is. */
const WHOLE = [
  'cloudformation describe-stack-drift-detection-status',
  'cloudwatch get-metric-statistics', // up to 1,440 values an answer; the page asks for 24
  'dynamodb describe-backup',
  'dynamodb describe-table',
  'dynamodb get-resource-policy',
  'events describe-event-bus',
  'events describe-replay',
  'iam get-role',
  'kms describe-key',
  'kms get-key-policy',
  'lambda get-account-settings',
  'lambda get-event-source-mapping',
  'lambda get-function-concurrency',
  'lambda get-function-configuration',
  'lambda get-policy',
  'lambda list-tags',
  'sqs get-queue-attributes',
  'sqs list-message-move-tasks', // the newest ten, which is all that it has: the API knows no next page
  'sqs list-queue-tags',
  'directconnect describe-connections', // with the id of one
];

const READS =
  /\baws (?:--endpoint-url \S+ )?(?<command>[a-z]+ (?:describe|list|get|scan|query|filter|lookup|receive|batch-get)\b[a-z-]*)/g;
const readsIn = (text: string) => [...text.matchAll(READS)].map(({ groups }) => groups?.command ?? '');

describe('commands of the docs that list', () => {
  it('are all in the table, so that a new one is reviewed', () => {
    const known = new Set([...PAGED_BY_CLI, ...WHOLE, ...Object.keys(PAGED_BY_BLOCK)]);
    const found = PAGES.flatMap((page) => readsIn(textOf(page).replaceAll('\\\n', '')));
    expect(found.length).toBeGreaterThan(25);
    expect([...new Set(found)].filter((command) => !known.has(command))).toEqual([]);
    expect([...known].filter((command) => !found.includes(command))).toEqual([]);
  });

  it('are in the one block that reads all pages, where the CLI returns only one page', () => {
    for (const [command, { page, heading, by }] of Object.entries(PAGED_BY_BLOCK)) {
      const blocks = BLOCKS.filter(({ text }) => readsIn(text).includes(command));
      expect(blocks.map(nameOf), command).toEqual([`${page}, ${heading}`]);
      expect(blocks[0]?.text, command).toContain(by);
      const inSentences = PAGES.map((path) => textOf(path).replaceAll(/^ *```.*?^ *```$/gms, '')).flatMap(readsIn);
      expect(inSentences, `${command}, outside of a block`).not.toContain(command);
    }
  });

  it('have no option that stops before the last page', () => {
    const stopped = BLOCKS.filter(({ text }) => /--max-items|--no-paginate|--limit\b|--starting-token/.test(text));
    expect(stopped.map(nameOf)).toEqual([]);
  });

  it.skipIf(!hasBotocore())('are paged by the CLI where the table above says so', () => {
    const script = `import sys
from botocore.session import get_session
for line in sys.argv[1:]:
    service, operation = line.split()
    client = get_session().create_client(service, region_name='us-east-1', aws_access_key_id='x', aws_secret_access_key='x')
    print(line, client.can_paginate(operation.replace('-', '_')))`;
    const asked = [...PAGED_BY_CLI, ...Object.keys(PAGED_BY_BLOCK)];
    const answers = execFileSync('python3', ['-c', script, ...asked], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(answers.filter((line) => line.endsWith('True'))).toEqual(PAGED_BY_CLI.map((command) => `${command} True`));
  });
});

describe('blocks of the docs', () => {
  /** What a person answers for. The example of the contract in architecture is none: it is no block for a shell. */
  const ANSWERED_FOR = /(?:\b(?:why|by|tenant|requestId|verdict)=|--why[ =]|\bwhy: )(?<value>\S+)/g;

  it('contain no person, reason or id that could be pasted by mistake: unset is an error', () => {
    const invented = BLOCKS.flatMap((block) =>
      [...block.text.matchAll(ANSWERED_FOR)]
        .map(({ groups }) => groups?.value ?? '')
        .filter((value) => !/^"\$\{[A-Z_]+:\?/.test(value) && !value.startsWith('(.MessageAttributes'))
        .map((value) => `${nameOf(block)}: ${value}`),
    );
    expect(invented).toEqual([]);
    expect(BLOCKS.flatMap(({ text }) => [...text.matchAll(/\bBY=(?!\$\{BY:\?)/g)])).toEqual([]);
  });

  /** A script that is written to a file, run as a program of its own, or a function, may end: what is pasted is neither. */
  it('do not end the shell that they are pasted into', () => {
    const ending = BLOCKS.filter(
      ({ language, text }) => language !== '' && /(?:^|[\s;{(&|])(?:exit|exec|logout)\b|\bset -\w*e/.test(text),
    );
    expect(ending.map(nameOf)).toEqual([]);
  });

  it('ask for no receipt handle, which expires before a person is done', () => {
    expect(BLOCKS.filter(({ text }) => /RECEIPT_HANDLE|--receipt-handle/.test(text)).map(nameOf)).toEqual([]);
  });

  it('find the log lines of a request by tenant and requestId, never by correlationId', () => {
    expect(
      BLOCKS.filter(({ text }) => /correlationId|CORRELATION_ID/.test(text) && /lines|logs /.test(text)).map(nameOf),
    ).toEqual([]);
  });

  it('print the tenant beside each requestId, which is not unique without it', () => {
    const printed = BLOCKS.flatMap((block) =>
      [...block.text.matchAll(/\[[^[\]]*\.requestId[^[\]]*\]/g)].map(([fields]) => ({ at: nameOf(block), fields })),
    );
    expect(printed.length).toBeGreaterThan(5);
    expect(printed.filter(({ fields }) => !/\.tenant\b/.test(fields))).toEqual([]);
  });
});

const SHORT_HANDS = BLOCKS.find(
  ({ page, heading }) => page === 'docs/operations/README.md' && heading === 'Short-hands',
);
const WITH_VARIABLES = BLOCKS.filter(
  ({ page, heading, language, text }) =>
    /^docs\/(operations|integrate)\//.test(page) &&
    heading !== 'Names' &&
    language === 'sh' &&
    /\$\{[A-Z_]+:\?/.test(text),
);

describe('a block whose variables are unset', () => {
  /** As by someone who pastes it: the shell goes on after an error. Whatever would reach AWS is written to stdout. */
  const paste = (text: string) => {
    const aws = 'aws() { echo CALLED "$@"; }\ncurl() { aws; }\n';
    const given = 'STACK=s LEDGER=l REQUESTS=r DEAD_LETTERS=d QUARANTINE=quarantine RESOLVE=x CONTROL=y\n';
    const input = `${given}${SHORT_HANDS?.text ?? ''}${aws}${text}\necho "STATUS $?"\n`;
    const env = { PATH: process.env.PATH, PS1: '', PAUSE_SECONDS: '0' };
    // Some blocks write files where they are.
    const cwd = mkdtempSync(join(tmpdir(), 'dx-migrator-docs-'));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    return execFileSync('bash', ['--norc', '--noprofile', '-i'], {
      input,
      env,
      cwd,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  };

  it.each(WITH_VARIABLES.map((block) => [nameOf(block), block.text]))('calls nothing: %s', (_name, text) => {
    const said = paste(text);
    expect(said).not.toContain('CALLED');
    expect(said).not.toContain('STATUS 0');
  });

  it('is tested for each block that has variables', () => {
    const GIVEN = [
      'STACK',
      'LEDGER',
      'REQUESTS',
      'DEAD_LETTERS',
      'QUARANTINE',
      'RESOLVE',
      'CONTROL',
      'AWS_ENDPOINT_URL_SQS',
      'AWS_SESSION_TOKEN',
      'PAUSE_SECONDS',
      'MINUTES',
      'SECONDS',
      'ARGS',
    ];
    const unguarded = BLOCKS.filter(
      ({ page, language, heading }) =>
        /^docs\/(operations|integrate)\//.test(page) &&
        language === 'sh' &&
        !['Names', 'Short-hands'].includes(heading),
    )
      .filter(({ page }) => !['docs/operations/cost.md', 'docs/operations/terraform.md'].includes(page))
      .flatMap((block) => {
        const assigned = [...block.text.matchAll(/\b(?:([A-Z_]+)=|for ([A-Z_]+) in)/g)].map(
          ([, name, each]) => name ?? each,
        );
        const guarded = [...block.text.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name]) => name);
        const used = [...block.text.matchAll(/\$\{?([A-Z][A-Z_]+)\b/g)].map(([, name]) => name ?? '');
        const free = used.filter((name) => ![...GIVEN, ...assigned, ...guarded].includes(name));
        return free.map((name) => `${nameOf(block)}: ${name}`);
      });
    expect(unguarded).toEqual([]);
  });
});

function hasBotocore(): boolean {
  try {
    execFileSync('python3', ['-c', 'import botocore'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('log filters of the pages', () => {
  const filters = BLOCKS.flatMap(({ page, heading, text }) =>
    [...text.matchAll(/'(\{ \$\.[^']*\})'/g)].map(([, pattern = '']) => ({ at: `${page}, ${heading}`, pattern })),
  );

  it('are found', () => expect(filters.length).toBeGreaterThan(10));

  it.each(filters)('$at: $pattern is one that the local stack understands', ({ pattern }) => {
    expect(compileFilterPattern(pattern)('{}')).toBe(false);
  });
});

import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PAGES = globSync(['*.md', 'docs/**/*.md', 'contracts/*.md', 'packages/*/*.md'], { cwd: ROOT });

/** A page's lines without its fenced blocks, in which nothing is a heading or a link. */
function prose(file: string): string[] {
  let isFenced = false;
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => {
      const isFence = line.trimStart().startsWith('```');
      if (isFence) isFenced = !isFenced;
      return !isFenced && !isFence;
    });
}

/** The anchors that GitHub gives a page's headings: in lower case, without punctuation, numbered where they repeat. */
function anchorsOf(file: string): Set<string> {
  const anchors = new Set<string>();
  for (const line of prose(file)) {
    const [, heading] = /^#+ (.*)$/.exec(line) ?? [];
    if (heading === undefined) continue;
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = text.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** The links of a page to files and headings of this repository. */
function linksOf(file: string): string[] {
  const links = prose(file)
    .join('\n')
    .matchAll(/\]\(([^)\s]+)\)/g);
  return [...links].map(([, target]) => target ?? '').filter((target) => !/^[a-z]+:/.test(target));
}

/** What is wrong with a link, if anything is. */
function problemOf(file: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : resolve(dirname(file), path);
  const name = relative(ROOT, target);
  if (!existsSync(target)) return `${link}: there is no ${name}`;
  if (anchor === undefined || statSync(target).isDirectory()) return undefined;
  return anchorsOf(target).has(anchor) ? undefined : `${link}: ${name} has no heading for #${anchor}`;
}

/** Links to a source file whose label is the name of another one: what is linked has been renamed. */
function misnamedLinks(file: string): string[] {
  const links = prose(file)
    .join('\n')
    .matchAll(/\[`?([\w.-]+\.(?:c?ts|cjs|mjs))`?\]\(([^)#\s]+)/g);
  return [...links].filter(([, label, target = '']) => basename(target) !== label).map(([link]) => `${link})`);
}

describe('relative links', () => {
  it.each(PAGES)('of %s lead to a file that exists', (page) => {
    const file = join(ROOT, page);
    expect(linksOf(file).flatMap((link) => problemOf(file, link) ?? [])).toEqual([]);
  });

  it.each(PAGES)('of %s name the file that they lead to', (page) => {
    expect(misnamedLinks(join(ROOT, page))).toEqual([]);
  });

  it('are found: a page has many, and a broken one is reported', () => {
    const readme = join(ROOT, 'README.md');
    expect(linksOf(readme)).toContain('docs/operations/deploy.md#parameters');
    expect(problemOf(readme, 'docs/nothing.md')).toBe('docs/nothing.md: there is no docs/nothing.md');
    expect(problemOf(readme, 'docs/architecture.md#nothing')).toContain('docs/architecture.md has no heading');
  });
});

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What the page is made of, by path. */
export type PageFiles = Readonly<Record<string, { type: string; text: string }>>;

/** The page as it is in this checkout. In the package `dxm`, this is what was bundled when that was packed. */
export async function pageFiles(): Promise<PageFiles> {
  return (await bundlePage()).files;
}

/** @returns what it was made of as well, by path */
export async function bundlePage(): Promise<{ files: PageFiles; inputs: readonly string[] }> {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    entryPoints: { page: at('main.tsx'), style: at('style.css') },
    outdir: at('.'),
    absWorkingDir: at('../..'),
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
  });
  const made = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  const files = {
    '/': { type: 'text/html; charset=utf-8', text: await readFile(at('index.html'), 'utf8') },
    '/page.js': { type: 'text/javascript; charset=utf-8', text: made('.js') },
    '/style.css': { type: 'text/css; charset=utf-8', text: made('.css') },
    '/icon.svg': { type: 'image/svg+xml', text: await readFile(at('icon.svg'), 'utf8') },
  };
  return { files, inputs: Object.keys(metafile.inputs) };
}

function at(file: string): string {
  return fileURLToPath(new URL(`../../ui/${file}`, import.meta.url));
}

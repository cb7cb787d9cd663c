import { constants } from 'node:fs';
import { access, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../cli-error.ts';

/** Larger than any file that is taken: what is larger is not read at all. */
const MOST_BYTES = 64 * 1024 * 1024;

/** That a file was named that is not there. */
export class NoFileError extends UsageError {
  override name = 'NoFileError';
}

/** The bytes of a file that someone named. */
export async function readNamed(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw new UsageError('this file is too large', { where: path, todo: 'name another' });
    return await readFile(path);
  } catch (error) {
    throw inWords(error, path, 'check its name');
  }
}

/** Writes a file that must not be there yet, unless it may be replaced. */
export async function writeNamed(path: string, text: string, mayReplace: boolean): Promise<void> {
  try {
    await writeFile(path, text, { flag: mayReplace ? 'w' : 'wx' });
  } catch (error) {
    throw inWords(error, path, 'name another file');
  }
}

/** The same refusals before the work is done. */
export async function refuseUnwritable(path: string, mayReplace: boolean): Promise<void> {
  if (!mayReplace && (await isThere(path))) throw alreadyThere(path);
  if (!(await isThere(dirname(path)))) throw inWords({ code: 'ENOENT' }, path, 'name another file');
}

/** Makes a folder that files are to be written into, if it is not there. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (error) {
    const isFile = ['EEXIST', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (isFile) throw new UsageError('this is no folder', { where: path, todo: 'name another' });
    throw inWords(error, path, 'name another');
  }
}

/** Most that are named. */
const MOST_NAMED = 5;

/** Refuses a folder that has one of these files. */
export async function refusePresent(folder: string, names: readonly string[]): Promise<void> {
  const present: string[] = [];
  for (const name of names) if (await isThere(join(folder, name))) present.push(name);
  if (present.length === 0) return;
  const more = present.length > MOST_NAMED ? ` and ${present.length - MOST_NAMED} more` : '';
  throw new UsageError(`this folder has ${present.slice(0, MOST_NAMED).join(', ')}${more} already`, {
    where: folder,
    todo: 'name another folder, or take them out of it',
  });
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function alreadyThere(path: string): UsageError {
  return new UsageError('this file is there already', {
    where: path,
    todo: 'name another, or say --force to replace it',
  });
}

function inWords(error: unknown, path: string, todo: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EEXIST':
      return alreadyThere(path);
    case 'ENOENT':
      return new NoFileError('there is no such file or folder', { where: path, todo });
    case 'EISDIR':
      return new UsageError('this is a folder', { where: path, todo });
    case 'EACCES':
    case 'EPERM':
      return new UsageError('this may not be read or written', { where: path, todo });
    default:
      return error;
  }
}

import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
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
  const isThere = async (name: string) =>
    stat(name).then(
      () => true,
      () => false,
    );
  if (!mayReplace && (await isThere(path))) throw alreadyThere(path);
  if (!(await isThere(dirname(path)))) throw inWords({ code: 'ENOENT' }, path, 'name another file');
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
      return new UsageError('this file may not be read or written', { where: path, todo });
    default:
      return error;
  }
}

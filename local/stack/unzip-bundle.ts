import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** Unpacks a function's zip, which the template names by its S3 key, into a folder of its own; returns the folder. */
export async function unzipBundle(
  s3Key: string,
  { packageDirectory, codeDirectory }: { packageDirectory: string; codeDirectory: string },
): Promise<string> {
  const zip = basename(s3Key);
  const folder = join(codeDirectory, basename(zip, '.zip'));
  const files = unzipSync(await readFile(join(packageDirectory, zip)));
  for (const [name, content] of Object.entries(files)) {
    if (name.endsWith('/')) continue;
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return folder;
}

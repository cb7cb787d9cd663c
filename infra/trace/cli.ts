import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { orExit } from '../../local/or-exit.ts';
import { SOURCE_MAPS } from '../small-zips.ts';
import { withSourcePositions } from './source-positions.ts';

const { package: folder } = new Command('trace')
  .description('Copies standard input, such as a stack from the log of a function, with positions in the source.')
  .option('-p, --package <folder>', 'the package that was deployed', '.serverless')
  .parse()
  .opts<{ package: string }>();

const input = await text(process.stdin);
orExit(() => void process.stdout.write(withSourcePositions(input, readSourceMap)), 1);

/** @throws Error */
function readSourceMap(name: string): SourceMap {
  const file = join(folder, SOURCE_MAPS, `${name}.mjs.map`);
  if (!existsSync(file)) {
    throw new Error(
      `there is no ${file}: make the package of the commit that was deployed (npm run package), or name its folder with --package`,
    );
  }
  return new SourceMap(JSON.parse(readFileSync(file, 'utf8')));
}

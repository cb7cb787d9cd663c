import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { KEPT_ERRORS, LEAN_CLIENTS, withFoldedKeys } from '../../infra/bundle/sdk-parts.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OF_FUNCTIONS = 'src/{contract,settings,migration,aws,drain,handlers}/**/*.ts';
const sources = globSync([OF_FUNCTIONS, 'infra/bundle/*.ts'], { cwd: ROOT }).map((file) => ({
  file,
  text: readFileSync(join(ROOT, file), 'utf8'),
}));

describe('an error of the SDK keeps its class', () => {
  it('if the functions import it', () => {
    const imports = sources.flatMap(({ text }) => [
      ...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)';/g),
    ]);
    const errors = imports
      .filter(([, , client = '']) => LEAN_CLIENTS.includes(client))
      .flatMap(([, names = '']) => names.match(/\b\w+(Exception|Error)\b/g) ?? []);
    expect(errors).toContain('ConditionalCheckFailedException');
    expect(errors.filter((name) => !KEPT_ERRORS.includes(name))).toEqual([]);
  });

  it('if the SDK repeats it because its class says so', () => {
    const repeated = LEAN_CLIENTS.flatMap((client) => {
      const file = join(ROOT, `node_modules/@aws-sdk/client-${client}/dist-es/models/errors.js`);
      const classes = readFileSync(file, 'utf8').split(/^export class /m);
      return classes.filter((text) => text.includes('$retryable')).map((text) => text.split(' ')[0]);
    });
    expect(repeated).toContain('ReplicatedWriteConflictException');
    expect(repeated.filter((name) => !KEPT_ERRORS.includes(name ?? ''))).toEqual([]);
  });
});

it('every error of our own says its name, since bundles shorten those of classes', () => {
  const classes = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/class (\w+) extends \w*Error \{\n(.*)\n/g)].map(([, name, first]) => ({ file, name, first })),
  );
  expect(classes.length).toBeGreaterThan(8);
  expect(classes.filter(({ name, first }) => first?.trim() !== `override name = '${name}';`)).toEqual([]);
});

it('constants as keys of schemas are replaced with their texts, and unknown ones are left', () => {
  const schemas = 'const _h = "http";\nvar A = [9, n0, _A, { [_h]: ["GET"], [_x]: 1 }];';
  expect(withFoldedKeys(schemas)).toBe('const _h = "http";\nvar A = [9, n0, _A, { "http": ["GET"], [_x]: 1 }];');
});

import type { Settings } from '../../src/migration/model/settings.ts';
import { FUNCTION_SETTINGS, inCode } from '../../src/settings/function-settings.ts';

/** As packaged for AWS where no stage sets anything else. */
export const DEFAULT_SETTINGS = inCode(
  Object.fromEntries(Object.entries(FUNCTION_SETTINGS).map(([name, setting]) => [name, setting.default])),
) as Settings;

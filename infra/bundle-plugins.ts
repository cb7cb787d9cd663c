// Plugins of esbuild, named in serverless.yml.

import type { Plugin } from 'esbuild';
import { bundleNotes } from './bundle/bundle-notes.ts';
import { sdkParts } from './bundle/sdk-parts.ts';

export const plugins: Plugin[] = [sdkParts, bundleNotes];

import { join } from 'node:path';
import { profileSections } from '../profile/sections.ts';
import type { Section } from '../section.ts';
import type { Ours } from '../variants/ours.ts';
import type { Pair } from './pair.ts';

/** Messages that a profile is of. */
const MESSAGES = 100;

export interface ProfileOptions extends Pick<Ours, 'migrateBundle'> {
  /** Where the profile is written to. */
  folder: string;
  interruption: AbortSignal;
}

/** Where the time of a message goes; after all else has been measured, since it slows the process down. */
export async function profileOurs({ ours, lines }: Pair, options: ProfileOptions): Promise<Section[]> {
  const { migrateBundle, folder, interruption } = options;
  const file = join(folder, `migrate-${lines}-lines.cpuprofile`);
  await ours.process.profile(file, async () => {
    for (let message = 0; message < MESSAGES; message++) {
      interruption.throwIfAborted();
      await ours.subject.move(ours.process, 1);
    }
  });
  const title = `warm: profile with ${lines.toLocaleString('en')} lines`;
  return profileSections({ ...migrateBundle, file, title, messages: MESSAGES });
}

import { fileURLToPath } from 'node:url';
import { Option } from 'commander';

/** An option for a file, by default one of the samples, which help names as the repository does. */
export function sampleOption(flags: string, description: string, name: string): Option {
  const file = fileURLToPath(new URL(`samples/${name}`, import.meta.url));
  return new Option(flags, description).default(file, `local/samples/${name}`);
}

export function topologyOption(): Option {
  const description = 'YAML or JSON; packages/direct-connect-simulator/README.md describes it';
  return sampleOption('--topology <file>', description, 'topology.yaml');
}

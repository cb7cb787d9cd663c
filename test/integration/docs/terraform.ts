import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Tool } from './tools.ts';

/** The provider whose behaviour docs/operations/terraform.md describes from a run. */
export const PROVIDER = '5.100.0';

/** Terraform's own way to its configuration (developer.hashicorp.com/terraform/cli/config/config-file). */
const CONFIG = process.env.TF_CLI_CONFIG_FILE ?? join(homedir(), '.terraformrc');

/** Terraform with the provider in a filesystem mirror that its CLI configuration names: nothing is downloaded. */
export function terraform(): Tool {
  const found = `Terraform ${version()}`;
  if (version() === '') return { found: 'nothing', missing: 'terraform is not installed' };
  if (!existsSync(CONFIG)) return { found, missing: 'TF_CLI_CONFIG_FILE names no file' };
  const mirror = /filesystem_mirror\s*{[^}]*path\s*=\s*"([^"]+)"/.exec(readFileSync(CONFIG, 'utf8'))?.[1];
  if (mirror === undefined) return { found, missing: 'the CLI configuration has no filesystem_mirror' };
  const hasProvider = existsSync(join(mirror, 'registry.terraform.io/hashicorp/aws', PROVIDER));
  return hasProvider ? { found } : { found, missing: `the mirror has no hashicorp/aws ${PROVIDER} unpacked` };
}

/** What a shell needs to start it so. */
export const TERRAFORM = { TF_CLI_CONFIG_FILE: CONFIG, TF_IN_AUTOMATION: '1', TF_INPUT: '0', TF_CLI_ARGS: '-no-color' };

/** The provider against a simulator, as an access key. */
export function providerBlock(url: string, accessKeyId: string): string {
  return `
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "${PROVIDER}"
    }
  }
}
provider "aws" {
  region                      = "us-west-1"
  access_key                  = "${accessKeyId}"
  secret_key                  = "not-checked"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  endpoints { directconnect = "${url}" }
}
`;
}

/** A state with one instance of one resource. */
export function stateWith(type: string, name: string, attributes: object): string {
  const provider = 'provider["registry.terraform.io/hashicorp/aws"]';
  const instances = [{ schema_version: 0, attributes, sensitive_attributes: [] }];
  const resources = [{ mode: 'managed', type, name, provider, instances }];
  const lineage = '00000000-0000-0000-0000-000000000001';
  return JSON.stringify({ version: 4, terraform_version: version(), serial: 1, lineage, outputs: {}, resources });
}

function version(): string {
  try {
    const text = execFileSync('terraform', ['version', '-json'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /"terraform_version": "([^"]+)"/.exec(text)?.[1] ?? '';
  } catch {
    return '';
  }
}

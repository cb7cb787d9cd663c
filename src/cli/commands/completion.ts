import { Argument, type Command } from 'commander';
import { ASKED, FILES, SCRIPTS } from '../completion/scripts.ts';
import { OTHER } from './help-groups.ts';

/** Completion in shells, and what their scripts ask. Neither needs AWS. */
export const COMPLETION_COMMANDS: readonly ((dxm: Command) => void)[] = [
  (dxm) =>
    dxm
      .command('completion')
      .description('the script that makes Tab complete dxm in your shell')
      .helpGroup(OTHER)
      .addArgument(new Argument('<shell>', 'whose').choices(Object.keys(SCRIPTS)))
      .addHelpText('after', AFTER)
      .action((shell: keyof typeof SCRIPTS) => void process.stdout.write(SCRIPTS[shell])),
  (dxm) =>
    dxm
      .command(ASKED, { hidden: true })
      .description('what may follow')
      .argument('[words...]', 'after dxm, up to the cursor')
      .action(async (words: string[]) => {
        const { complete } = await import('../completion/complete.ts');
        const { candidates, files } = complete(dxm, words);
        const lines = candidates.map(({ text, about }) => `${text}\t${about}`);
        process.stdout.write([...lines, ...(files ? [FILES] : [])].map((line) => `${line}\n`).join(''));
      }),
];

const AFTER = `
Examples
  eval "$(dxm completion bash)"     in ~/.bashrc
  eval "$(dxm completion zsh)"      in ~/.zshrc, after compinit
  dxm completion fish > ~/.config/fish/completions/dxm.fish
`;

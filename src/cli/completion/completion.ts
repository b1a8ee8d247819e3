import { Argument, type Command } from 'commander'
import type { CliContext } from '../context.ts'
import { examples } from '../help-text.ts'
import { textLines } from '../printable.ts'
import { bashScript } from './bash.ts'
import { wordsOf } from './command-words.ts'
import { fishScript } from './fish.ts'
import { zshScript } from './zsh.ts'

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript }

/** `bellhop completion`: prints a script with which a shell completes commands, options and their values. */
export function addCompletion(program: Command, context: CliContext): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(SCRIPTS)))
    .description('print a script that lets your shell complete commands, options and slugs')
    .addHelpText(
      'after',
      examples(
        "echo 'source <(bellhop completion bash)' >> ~/.bashrc",
        "echo 'source <(bellhop completion zsh)' >> ~/.zshrc      # below compinit",
        'bellhop completion fish > ~/.config/fish/completions/bellhop.fish',
      ),
    )
    .action((shell: keyof typeof SCRIPTS) => {
      textLines(SCRIPTS[shell](wordsOf(program))).forEach(context.print)
    })
}

import type { Command } from 'commander'
import type { CliContext } from '../context.ts'
import { examples } from '../help-text.ts'
import { addGiveBack } from './give-back.ts'
import { addPull } from './pull.ts'
import { addStatus } from './status.ts'
import { addTakeOver } from './take-over.ts'

/** `bellhop clerk …`: what Clerk delivers and what Bellhop delivers. */
export function addClerk(program: Command, context: CliContext): void {
  const clerk = program
    .command('clerk')
    .description('see and change which messages Clerk leaves to Bellhop')
    .addHelpText(
      'after',
      '\nNeeds CLERK_SECRET_KEY (Clerk Dashboard > API keys). Without it, each command says what to do in the Dashboard.\n' +
        examples(
          'bellhop clerk status                        who delivers each message',
          'bellhop clerk take-over --all --dry-run     what would be switched, in which order',
          'bellhop clerk take-over --all               switch all templates to Bellhop, the safest first',
          'bellhop clerk give-back --all               let Clerk deliver again',
        ),
    )
  for (const add of [addStatus, addTakeOver, addGiveBack, addPull]) add(clerk, context)
}

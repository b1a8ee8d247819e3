import type { Command } from 'commander'
import { ASK_DOCTOR } from '../domain/doctor.ts'
import { StartError } from '../domain/start-error.ts'
import { CliError, EXIT, usage } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { examples } from './help-text.ts'

/** `bellhop migrate`: prepares the database for this version, before it is deployed without long-lived processes. */
export function addMigrate(program: Command, context: CliContext): void {
  program
    .command('migrate')
    .description('create or update the tables in the database of DATABASE_URL')
    .addHelpText(
      'after',
      '\nThe service does this at its start. Where Bellhop runs serverless, run it before each deployment. It changes nothing if the tables are those of this version.\n' +
        examples('bellhop migrate', 'DATABASE_URL=postgres://... bellhop migrate'),
    )
    .action(async () => {
      const { databaseUrl } = context.settings
      if (!databaseUrl) {
        throw usage(
          'DATABASE_URL is not set.',
          'The service migrates the embedded database at its start. For PostgreSQL set DATABASE_URL.',
        )
      }
      try {
        await context.migrate(databaseUrl)
      } catch (error) {
        if (!(error instanceof StartError)) throw error
        throw new CliError(error.message, {
          exitCode: EXIT.unreachable,
          fix: ASK_DOCTOR,
          cause: error,
        })
      }
      context.print('The tables are those of this version.')
    })
}

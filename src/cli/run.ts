import { Command, CommanderError } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { ClerkFault } from '../clerk/clerk-fault.ts'
import { ConfigError } from '../config/config-error.ts'
import { oneLine } from '../domain/plain-text.ts'
import { addCheckTemplates } from './check-templates.ts'
import { addClerk } from './clerk/clerk.ts'
import { asCliError } from './clerk/cli-fault.ts'
import { CliError, EXIT } from './cli-error.ts'
import { addCompletion } from './completion/completion.ts'
import type { CliContext, CliWorld } from './context.ts'
import { addDoctor } from './doctor.ts'
import { addErase } from './erase.ts'
import { examples } from './help-text.ts'
import { addLimits } from './limits.ts'
import type { Line } from './line.ts'
import { addMessage } from './message.ts'
import { addMessages } from './messages.ts'
import { addMigrate } from './migrate.ts'
import { printable, textLines } from './printable.ts'
import { addRender } from './render.ts'
import { addSendTest } from './send-test.ts'
import { addTail } from './tail.ts'
import { addTrigger } from './trigger.ts'

const COMMANDS = [
  addDoctor,
  addTrigger,
  addMessages,
  addTail,
  addMessage,
  addLimits,
  addRender,
  addSendTest,
  addCheckTemplates,
  addClerk,
  addErase,
  addMigrate,
  addCompletion,
]

const LONGEST_MESSAGE = 400

/** Runs one command line and returns its exit code. Never exits and never throws. */
export async function run(argv: readonly string[], world: CliWorld): Promise<number> {
  const context: CliContext = {
    ...world,
    print: (line) => world.print(shown(line, 'stdout')),
    complain: (line) => world.complain(shown(line, 'stderr')),
  }
  // What a line contains is made printable first, so that only its colours are control characters.
  function shown(line: Line, stream: 'stdout' | 'stderr'): string {
    if (typeof line === 'string') return printable(line)
    return line
      .map((piece) =>
        typeof piece === 'string'
          ? printable(piece)
          : world.paint(stream, piece.style, printable(piece.text)),
      )
      .join('')
  }
  const program = new Command('bellhop')
    .description('Tests and inspects a running Bellhop.')
    .version(manifest.version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => textLines(text.trimEnd()).forEach(context.print),
      writeErr: (text) => textLines(text.trimEnd()).forEach(context.complain),
    })
    .addHelpText(
      'after',
      '\nExit codes: 0 success, 1 unexpected error or faults found by doctor, check-templates or clerk take-over, 2 wrong arguments or settings, 3 service or Clerk not reachable, 4 refused by the service, the provider or Clerk.\n' +
        examples(
          'bellhop doctor                          is everything set up?',
          'bellhop trigger email.created           an event as Clerk sends it',
          'bellhop tail                            the messages as they come',
          'bellhop help messages                   the options of a command',
        ),
    )
  for (const add of COMMANDS) add(program, context)
  // Commander copies the settings only to subcommands that it creates later.
  for (const command of program.commands) command.copyInheritedSettings(program)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return EXIT.ok
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    if (error instanceof ConfigError) {
      textLines(error.message).forEach(context.complain)
      return EXIT.usage
    }
    if (error instanceof CliError || error instanceof ClerkFault) {
      const { message, fix, exitCode } = asCliError(error)
      context.complain([{ text: message, style: 'red' }])
      context.complain(fix)
      return exitCode
    }
    const message = error instanceof Error ? error.message : String(error)
    context.complain(`Unexpected: ${oneLine(message, LONGEST_MESSAGE)}`)
    return EXIT.unexpected
  }
}

import { Command, CommanderError } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { ConfigError } from '../config/config-error.ts'
import { oneLine } from '../domain/plain-text.ts'
import { addCheckTemplates } from './check-templates.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { addDoctor } from './doctor.ts'
import { addErase } from './erase.ts'
import { addMessage } from './message.ts'
import { addMessages } from './messages.ts'
import { printable, textLines } from './printable.ts'
import { addRender } from './render.ts'
import { addSendTest } from './send-test.ts'
import { addTrigger } from './trigger.ts'

const COMMANDS = [
  addDoctor,
  addTrigger,
  addMessages,
  addMessage,
  addRender,
  addSendTest,
  addCheckTemplates,
  addErase,
]

const LONGEST_MESSAGE = 400

/** Runs one command line and returns its exit code. Never exits and never throws. */
export async function run(argv: readonly string[], world: CliContext): Promise<number> {
  const context: CliContext = {
    ...world,
    print: (line) => world.print(printable(line)),
    complain: (line) => world.complain(printable(line)),
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
      '\nExit codes: 0 success, 1 unexpected error or faults found by doctor or check-templates, 2 wrong arguments or settings, 3 service not reachable, 4 refused by the service or the provider.',
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
    if (error instanceof CliError) {
      context.complain(error.message)
      context.complain(error.fix)
      return error.exitCode
    }
    const message = error instanceof Error ? error.message : String(error)
    context.complain(`Unexpected: ${oneLine(message, LONGEST_MESSAGE)}`)
    return EXIT.unexpected
  }
}

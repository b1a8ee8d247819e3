import type { Argument, Command, Option } from 'commander'
import { ALL_SLUGS } from '../slug-lists.ts'

/** What may follow a command on the command line. */
export interface CommandWords {
  /** The command with those above it: `bellhop clerk status`. */
  readonly path: string
  readonly subcommands: readonly { readonly name: string; readonly description: string }[]
  /** The values of its first argument. */
  readonly values: readonly string[]
  readonly options: readonly {
    readonly flag: string
    readonly description: string
    readonly takesValue: boolean
    /** Empty if any value may follow. */
    readonly values: readonly string[]
  }[]
}

/** A command and everything below it. */
export function wordsOf(command: Command, above = ''): CommandWords[] {
  const path = `${above} ${command.name()}`.trim()
  const help = command.createHelp()
  const subcommands = help.visibleCommands(command)
  const [argument] = command.registeredArguments
  return [
    {
      path,
      subcommands: subcommands.map((one) => ({
        name: one.name(),
        description: help.subcommandDescription(one),
      })),
      values: argument ? valuesOf(argument, argument.name()) : [],
      options: help.visibleOptions(command).map((option) => ({
        flag: option.long ?? option.flags,
        description: option.description,
        takesValue: option.required || option.optional,
        values: valuesOf(option, option.attributeName()),
      })),
    },
    // `help` also completes, but has nothing below it.
    ...command.commands.flatMap((one) => wordsOf(one, path)),
  ]
}

function valuesOf({ argChoices }: Pick<Argument | Option, 'argChoices'>, name: string) {
  return argChoices ?? (name === 'slug' ? ALL_SLUGS : [])
}

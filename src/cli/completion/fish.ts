import type { CommandWords } from './command-words.ts'

/** The script for fish. It shows a description beside each command and option. */
export function fishScript(commands: readonly CommandWords[]): string {
  const paths = commands.slice(1).map(({ path }) => `'${path}'`)
  return `function __bellhop_is
  set -l chain bellhop
  for word in (commandline -opc)[2..-1]
    switch "$chain $word"
      case ${paths.join(' ')}
        set chain "$chain $word"
    end
  end
  test "$chain" = "$argv"
end
complete -c bellhop -f
${commands.flatMap(linesOf).join('\n')}`
}

function linesOf({ path, subcommands, values, options }: CommandWords): string[] {
  const complete = `complete -c bellhop -n '__bellhop_is ${path}'`
  return [
    ...subcommands.map(
      ({ name, description }) => `${complete} -a ${name} -d ${quoted(description)}`,
    ),
    ...(values.length > 0 ? [`${complete} -a '${values.join(' ')}'`] : []),
    ...options.map(({ flag, description, takesValue, values: known }) => {
      const value = known.length > 0 ? ` -x -a '${known.join(' ')}'` : ' -r -F'
      const long = flag.replace(/^--/, '')
      return `${complete} -l ${long}${takesValue ? value : ''} -d ${quoted(description)}`
    }),
  ]
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

import type { CommandWords } from './command-words.ts'

/** The script for zsh. It shows a description beside each command and option. */
export function zshScript(commands: readonly CommandWords[]): string {
  const paths = commands.slice(1).map(({ path }) => `'${path}'`)
  return `#compdef bellhop
_bellhop() {
  local chain=bellhop word
  local -a offered
  for word in "\${(@)words[2,CURRENT - 1]}"; do
    case "$chain $word" in
      (${paths.join('|')}) chain="$chain $word" ;;
    esac
  done
  case "$chain \${words[CURRENT - 1]}" in
${commands.flatMap(valueCases).join('\n')}
    (*)
      case "$chain" in
${commands.map(wordCase).join('\n')}
      esac
      _describe bellhop offered
      ;;
  esac
}
compdef _bellhop bellhop`
}

function valueCases({ path, options }: CommandWords): string[] {
  return options
    .filter(({ takesValue }) => takesValue)
    .map(({ flag, values }) => {
      const offer = values.length > 0 ? `compadd -- ${values.join(' ')}` : '_files'
      return `    ('${path} ${flag}') ${offer} ;;`
    })
}

function wordCase({ path, subcommands, values, options }: CommandWords): string {
  const described = [
    ...subcommands,
    ...values.map((name) => ({ name, description: '' })),
    ...options.map(({ flag, description }) => ({ name: flag, description })),
  ].map(({ name, description }) => quoted(description ? `${name}:${description}` : name))
  return `        ('${path}') offered=(${described.join(' ')}) ;;`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

import type { CommandWords } from './command-words.ts'

/** The script for bash. It works without the package bash-completion. */
export function bashScript(commands: readonly CommandWords[]): string {
  const paths = commands.slice(1).map(({ path }) => `'${path}'`)
  return `_bellhop() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local path=bellhop word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    case "$path $word" in
      ${paths.join(' | ')}) path="$path $word" ;;
    esac
  done
  case "$path $previous" in
${commands.flatMap(valueCases).join('\n')}
    *)
      case "$path" in
${commands.map(wordCase).join('\n')}
      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _bellhop bellhop`
}

/** What may follow an option that takes a value. Without known values bash offers files. */
function valueCases({ path, options }: CommandWords): string[] {
  return options
    .filter(({ takesValue }) => takesValue)
    .map(({ flag, values }) => `    '${path} ${flag}') words='${values.join(' ')}' ;;`)
}

function wordCase({ path, subcommands, values, options }: CommandWords): string {
  const words = [
    ...subcommands.map(({ name }) => name),
    ...values,
    ...options.map(({ flag }) => flag),
  ]
  return `        '${path}') words='${words.join(' ')}' ;;`
}

/** All that a command takes from and gives to the world. */
export interface CliContext {
  readonly settings: {
    readonly url: string
    readonly signingSecrets: readonly string[]
    readonly opsToken: string | undefined
    readonly dataDir: string
  }
  readonly fetch: typeof fetch
  readonly now: () => Date
  readonly random: () => number
  /** One line on stdout. */
  readonly print: (line: string) => void
  /** One line on stderr. */
  readonly complain: (line: string) => void
}

import { EXIT } from '../cli/cli-error.ts'
import { run } from '../cli/run.ts'
import { loadConfig, readCliSettings } from '../config/config.ts'
import { openOfflineTools } from './offline.ts'

/** Runs the command line of this process. */
export async function runProgram(): Promise<void> {
  // EPIPE means that the reader, such as `head`, closed the pipe: end quietly. Report other errors.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.stderr.write(`Unexpected: ${error.message}\n`)
    process.exit(EXIT.unexpected)
  })

  process.exitCode = await run(process.argv.slice(2), {
    settings: readCliSettings(),
    offlineTools: async () => openOfflineTools(await loadConfig()),
    fetch,
    now: () => new Date(),
    random: Math.random,
    print: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
  })
}

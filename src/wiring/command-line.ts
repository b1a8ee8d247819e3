import { EXIT } from '../cli/cli-error.ts'
import { run } from '../cli/run.ts'
import { readCliSettings, readConfig } from '../config/config.ts'
import { openOfflineTools } from './offline.ts'

/** Runs the command line that this process was started with. */
export async function runProgram(): Promise<void> {
  // The disk may be full, or whoever read it may have had enough; that one need not be told.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.stderr.write(`Unexpected: ${error.message}\n`)
    process.exit(EXIT.unexpected)
  })

  process.exitCode = await run(process.argv.slice(2), {
    settings: readCliSettings(),
    offlineTools: () => openOfflineTools(readConfig()),
    fetch,
    now: () => new Date(),
    random: Math.random,
    print: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
  })
}

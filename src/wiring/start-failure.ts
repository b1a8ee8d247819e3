import { ConfigError } from '../config/config.ts'
import { StartError } from '../domain/start-error.ts'
import { describeError } from '../observe/log.ts'

/** Ends a process that cannot start: with a sentence where we know what is wrong. */
export function fail(error: unknown): never {
  const expected = error instanceof ConfigError || error instanceof StartError
  process.stderr.write(
    expected ? `${error.message}\n` : `${JSON.stringify(describeError(error), null, 2)}\n`,
  )
  // An exit waits for all calls to the disk.
  if (error instanceof StartError && error.stuck) process.kill(process.pid, 'SIGKILL')
  process.exit(1)
}

import { ConfigError } from '../config/config-error.ts'
import { StartError } from '../domain/start-error.ts'
import { describeError } from '../observe/log.ts'

/** Ends a process that cannot start. Prints one sentence for an expected error, else all details. */
export function fail(error: unknown): never {
  const expected = error instanceof ConfigError || error instanceof StartError
  process.stderr.write(
    expected ? `${error.message}\n` : `${JSON.stringify(describeError(error), null, 2)}\n`,
  )
  // `exit` would wait for a call to the disk that never returns.
  if (error instanceof StartError && error.stuck) process.kill(process.pid, 'SIGKILL')
  process.exit(1)
}

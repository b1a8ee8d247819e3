import { ConfigError } from '../config/config-error.ts'
import { ASK_DOCTOR } from '../domain/doctor.ts'
import { StartError } from '../domain/start-error.ts'
import { describeError } from '../observe/log.ts'

// Settings are written in capitals, such as DATABASE_URL.
const NAMES_A_SETTING = /\b[A-Z]+_[A-Z_]+\b/

/** Ends a process that cannot start. Prints one sentence for an expected error, else all details. */
export function fail(error: unknown): never {
  process.stderr.write(`${expectedFault(error) ?? JSON.stringify(describeError(error), null, 2)}\n`)
  // `exit` would wait for a call to the disk that never returns.
  if (error instanceof StartError && error.stuck) process.kill(process.pid, 'SIGKILL')
  process.exit(1)
}

/**
 * Why Bellhop cannot start, if its operator can correct it; null if the error was not expected. A ConfigError
 * names doctor itself; to other faults of which a setting may be the cause it is added.
 */
export function expectedFault(error: unknown): string | null {
  if (!(error instanceof ConfigError || error instanceof StartError)) return null
  const { message } = error
  return message.includes(ASK_DOCTOR) || !NAMES_A_SETTING.test(message)
    ? message
    : `${message} ${ASK_DOCTOR}`
}

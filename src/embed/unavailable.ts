import { ConfigError } from '../config/config-error.ts'
import { StartError } from '../domain/start-error.ts'
import { describeError } from '../observe/log.ts'

/**
 * The answer while the service cannot be opened. The log says why: settings are not for whoever asks. Clerk posts
 * its event again after a 503.
 */
export function unavailable(error: unknown): Response {
  const isExpected = error instanceof ConfigError || error instanceof StartError
  const why = isExpected ? { fault: error.message } : describeError(error)
  process.stderr.write(
    `${JSON.stringify({ level: 'error', msg: 'bellhop cannot be opened', ...why })}\n`,
  )
  return Response.json(
    { error: 'unavailable', fix: 'The log says why Bellhop cannot be opened.' },
    { status: 503, headers: { 'retry-after': '5' } },
  )
}

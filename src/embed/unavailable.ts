import { describeError } from '../observe/log.ts'
import { expectedFault } from '../wiring/start-failure.ts'

/**
 * The answer while the service cannot be opened. The log says why: settings are not for whoever asks. Clerk posts
 * its event again after a 503.
 */
export function unavailable(error: unknown): Response {
  const fault = expectedFault(error)
  const why = fault === null ? describeError(error) : { fault }
  process.stderr.write(
    `${JSON.stringify({ level: 'error', msg: 'bellhop cannot be opened', ...why })}\n`,
  )
  return Response.json(
    { error: 'unavailable', fix: 'The log says why Bellhop cannot be opened.' },
    { status: 503, headers: { 'retry-after': '5' } },
  )
}

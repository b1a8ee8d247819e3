import { timingSafeEqual } from 'hono/utils/buffer'
import { bearerTokenOf } from '../domain/bearer-token.ts'
import type { Budget } from '../wiring/on-demand.ts'
import type { OpenService } from './open-service.ts'

/** Sweeps once, for a caller who knows `CRON_SECRET`. */
export async function sweepAnswer(
  request: Request,
  { cronSecret, onDemand, log }: Pick<OpenService, 'cronSecret' | 'onDemand' | 'log'>,
  budget: Budget,
): Promise<Response> {
  if (!cronSecret) {
    log.error('sweep refused: CRON_SECRET is not set')
    return refused('Set CRON_SECRET, and send it as a bearer token.')
  }
  const given = bearerTokenOf(request.headers.get('authorization') ?? undefined)
  if (given === null || !(await timingSafeEqual(given, cronSecret))) {
    return refused('Send CRON_SECRET as a bearer token.')
  }
  try {
    await onDemand.sweep(budget)
  } catch (error) {
    log.error({ err: error }, 'sweep failed')
    const fix = 'The log says why the sweep has failed. The next one does what is left.'
    return Response.json({ error: 'unavailable', fix }, { status: 503 })
  }
  return Response.json({ status: 'swept' })
}

function refused(fix: string): Response {
  const headers = { 'www-authenticate': 'Bearer' }
  return Response.json({ error: 'unauthorized', fix }, { status: 401, headers })
}

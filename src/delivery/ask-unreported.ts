import type { Receipt } from '../domain/receipt.ts'
import type { Transport } from '../domain/transport.ts'
import type { Db } from '../store/engine/database.ts'
import { takeUnreported } from '../store/message/unreported.ts'
import type { Limiter } from './limiter.ts'

export interface AskUnreportedDeps {
  readonly db: Db
  readonly providers: readonly {
    readonly transport: Transport
    readonly limiter: Pick<Limiter, 'permit' | 'stoppedBy'>
  }[]
  readonly now: () => Date
  readonly record: (receipt: Receipt) => Promise<unknown>
  /** Called once for each provider whose key may not read. */
  readonly onDenied: (provider: string) => void
}

const MOST = 10

/**
 * Asks the providers for the status of messages without a report: the endpoint for reports may not be set up,
 * or was not reachable for too long. Resolves with the number of messages asked about.
 */
export function createAskUnreported(deps: AskUnreportedDeps) {
  const { db, providers, now, record, onDenied } = deps
  // Their keys may only send. That stays so until the service starts with another key.
  const denied = new Set<string>()

  return async (signal: AbortSignal): Promise<number> => {
    let asked = 0
    for (const { transport, limiter } of providers) {
      const { provider, channel, lookUp } = transport
      if (!lookUp || denied.has(provider) || limiter.stoppedBy() !== null) continue
      for (const message of await takeUnreported(db, provider, channel, now(), MOST)) {
        if (!(await limiter.permit(signal))) return asked
        asked++
        const found = await lookUp(message.providerMessageId)
        if (found.kind === 'denied') {
          denied.add(provider)
          onDenied(provider)
          break
        }
        if (found.kind === 'unclear') continue
        await record({
          provider,
          channel,
          // The same answer again is the same report.
          eventId: `look-up:${message.providerMessageId}:${found.status}`,
          messageId: message.id,
          providerMessageId: message.providerMessageId,
          status: found.status,
          at: null,
          detail: found.detail,
          suppress: found.suppress,
        })
      }
    }
    return asked
  }
}

import { createHash } from 'node:crypto'
import { type AlertTarget, nameOfTarget, type PostOutcome } from '../../domain/alert-target.ts'
import { discordFormat } from './formats/discord.ts'
import type { AlertRequest, Format } from './formats/format.ts'
import { pagerDutyFormat } from './formats/pagerduty.ts'
import { slackFormat } from './formats/slack.ts'
import { standardFormat } from './formats/standard.ts'
import { teamsFormat } from './formats/teams.ts'
import { type Occasion, writeNotice } from './notice.ts'

/** Somebody who is told about alerts. */
export interface Listener {
  /** The same for all instances with the same setting. The database keeps it, and it does not tell the address. */
  readonly key: string
  /** The host and the format. */
  readonly name: string
  /** Whether it is told that a problem is over. */
  readonly tellsEnds: boolean
  /** Rejects only if `signal` ends it. */
  readonly post: (alert: Occasion, signal?: AbortSignal) => Promise<PostOutcome>
}

export interface ListenerOptions {
  /** For the format `standard`: the first one signs. */
  readonly secrets: readonly string[]
  /** Without, alerts have no link. */
  readonly publicUrl?: string | undefined
  readonly fetch: typeof fetch
  readonly now: () => Date
}

const DEADLINE_MS = 5_000

export function createListener(target: AlertTarget, options: ListenerOptions): Listener {
  const format = formatOf(target, options)
  return {
    key: createHash('sha256').update(`${target.format} ${target.url}`).digest('hex').slice(0, 32),
    name: nameOfTarget(target),
    tellsEnds: format.tellsEnds,
    async post(alert, signal) {
      const request = format.write(writeNotice(alert, options.publicUrl))
      return request ? send(request, format, options.fetch, signal) : { kind: 'accepted' }
    },
  }
}

function formatOf(target: AlertTarget, { secrets, now }: ListenerOptions): Format {
  switch (target.format) {
    case 'standard':
      return standardFormat({ url: target.url, secrets, now })
    case 'slack':
      return slackFormat(target)
    case 'discord':
      return discordFormat(target)
    case 'teams':
      return teamsFormat(target)
    case 'pagerduty':
      return pagerDutyFormat(target)
  }
}

async function send(
  { url, headers, body }: AlertRequest,
  { judge }: Format,
  fetcher: typeof fetch,
  signal?: AbortSignal,
): Promise<PostOutcome> {
  const deadline = AbortSignal.timeout(DEADLINE_MS)
  try {
    const response = await fetcher(url, {
      method: 'POST',
      body,
      // A redirect is a mistake in the address; alerts must not be sent to another one.
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      headers: { 'content-type': 'application/json', 'user-agent': 'Bellhop', ...headers },
    })
    const retryAfter = response.headers.get('retry-after')
    // The status decides also if the rest of the answer is lost.
    const text = await response.text().catch(() => '')
    return judge({ status: response.status, retryAfter, text })
  } catch (error) {
    if (signal?.aborted) throw error
    // Without the cause, which may quote the address, and the address may be a secret.
    return { kind: 'failed', why: `could not be reached (${codeOf(error)})` }
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  if (typeof cause !== 'object' || cause === null) return 'no answer'
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : 'no answer'
}

import { z } from 'zod'
import type { TemplateName } from '../../clerk/templates-api.ts'
import { CONTACT_DAYS } from '../../domain/clerk-contact.ts'
import { ASK_DOCTOR } from '../../domain/doctor.ts'
import type { Channel } from '../../domain/message.ts'
import { CliError, EXIT } from '../cli-error.ts'
import type { CliContext } from '../context.ts'
import { addressOf, readApi, request } from '../service.ts'

/** What the running service knows about the messages of the last days. */
export type ServiceReport =
  | {
      readonly kind: 'read'
      /** How it sends, by channel: `resend`, `twilio` or `capture`. */
      readonly transports: Readonly<Record<Channel, string>>
      /** The number of events of a template; with a `+` if there may be more. */
      readonly eventsOf: (template: TemplateName) => string
      /** Whether Clerk itself has sent an event of the instance, or an example. */
      readonly hasEvents: boolean
    }
  | { readonly kind: 'not_read'; readonly why: string }

const slugsAnswer = z.object({
  transports: z.object({ email: z.string(), sms: z.string() }),
  lastEventAt: z.iso.datetime().nullable(),
  slugs: z.array(z.object({ channel: z.string(), slug: z.string(), events: z.number() })),
  complete: z.boolean(),
})

export const DAYS = CONTACT_DAYS

const ANSWER_MS = 10_000

/** Asks the service for the events of an instance. Never throws. */
export async function readReport(
  context: CliContext,
  url: string,
  instance: string | null,
): Promise<ServiceReport> {
  const query = new URLSearchParams({ days: String(DAYS), ...(instance ? { instance } : {}) })
  try {
    const answer = await readApi<unknown>(
      context,
      url,
      `/api/slugs?${query}`,
      AbortSignal.timeout(ANSWER_MS),
    )
    const { transports, lastEventAt, slugs, complete } = slugsAnswer.parse(answer)
    return {
      kind: 'read',
      transports,
      hasEvents: lastEventAt !== null,
      eventsOf({ channel, slug }) {
        const found = slugs.find((one) => one.channel === channel && one.slug === slug)
        return `${found?.events ?? 0}${complete ? '' : '+'}`
      },
    }
  } catch (error) {
    const why =
      error instanceof CliError
        ? `${error.message} ${error.fix}`
        : 'The answer is not one of this version of Bellhop.'
    return { kind: 'not_read', why }
  }
}

/** Throws a CliError unless the service can accept events and send messages. */
export async function requireReady(context: CliContext, url: string): Promise<void> {
  const signal = AbortSignal.timeout(ANSWER_MS)
  const response = await request(context, addressOf(url, '/readyz'), { signal })
  if (response.status === 200) {
    await response.body?.cancel()
    return
  }
  const faults = faultsIn(await response.json().catch(() => null))
  throw new CliError(`The service is not ready (${response.status}${faults}).`, {
    exitCode: EXIT.refused,
    fix: `See ${addressOf(url, '/readyz')} and the log of the service. ${ASK_DOCTOR}`,
  })
}

/** The parts that do not work, as `/readyz` names them. */
function faultsIn(body: unknown): string {
  const { checks } = (body ?? {}) as { checks?: unknown }
  if (typeof checks !== 'object' || checks === null) return ''
  return Object.entries(checks)
    .filter(([, outcome]) => outcome !== 'ok' && !String(outcome).startsWith('unproven'))
    .map(([name, outcome]) => `, ${name}: ${outcome}`)
    .join('')
}

import type { Finding } from '../domain/finding.ts'
import type { Channel } from '../domain/message.ts'
import type { LookUp, SendOutcome, Transport } from '../domain/transport.ts'
import type { CliContext } from './context.ts'
import { sendExamples } from './send-examples.ts'

const SLUG = 'verification_code'
const LOOK_EVERY_MS = 2_000
const MOST_LOOKS = 30

/** `send.email` and `send.sms`: one real message, from the request to the report that it arrived. */
export async function sendAndWait(
  context: Pick<CliContext, 'offlineTools' | 'now' | 'random' | 'wait'>,
  channel: Channel,
  to: string,
): Promise<Finding> {
  const id = `send.${channel}`
  const tools = await context.offlineTools()
  const transport = tools.transports[channel]
  if (!transport) return { id, status: 'skipped', message: 'The channel is captured.' }
  const example = { channel, slugs: [SLUG], to, locale: undefined }
  const [outcome] = await sendExamples(context, transport, tools, example)
  if (outcome?.kind !== 'accepted') return notAccepted(id, transport, outcome)
  if (!transport.lookUp) {
    const message = `${transport.provider} accepted it, and cannot say whether it arrived.`
    return { id, status: 'ok', message }
  }
  return { id, ...reportOf(transport, await lastReport(context, transport, outcome)) }
}

function notAccepted(id: string, transport: Transport, outcome?: SendOutcome): Finding {
  const code = outcome && 'code' in outcome ? outcome.code : 'no answer'
  return {
    id,
    status: 'fail',
    message: `${transport.provider} did not accept the message (${code}).`,
    fix: 'See the documentation of the provider for this code.',
  }
}

async function lastReport(
  { wait }: Pick<CliContext, 'wait'>,
  transport: Transport,
  { providerMessageId }: Extract<SendOutcome, { kind: 'accepted' }>,
): Promise<LookUp> {
  if (!transport.lookUp || providerMessageId === null) return { kind: 'denied' }
  for (let look = 1; ; look += 1) {
    const last = await transport.lookUp(providerMessageId)
    if (look === MOST_LOOKS || last.kind === 'denied' || isFinal(last)) return last
    await wait(LOOK_EVERY_MS)
  }
}

// Many carriers never confirm an SMS, so `sent` may be the last status.
function isFinal(last: LookUp): last is Extract<LookUp, { kind: 'found' }> {
  return last.kind === 'found' && last.status !== 'sent'
}

function reportOf({ provider }: Transport, last: LookUp): Omit<Finding, 'id'> {
  if (last.kind === 'denied') {
    return {
      status: 'ok',
      message: `${provider} accepted it. The key may not ask whether it arrived.`,
    }
  }
  if (isFinal(last)) {
    if (last.status === 'delivered') return { status: 'ok', message: `${provider} delivered it.` }
    return {
      status: 'fail',
      message: `${provider} reports: ${[last.status, last.detail].filter(Boolean).join(', ')}.`,
      fix: 'Check the address or number, and what the provider says about this report.',
    }
  }
  return {
    status: 'warn',
    message: `${provider} accepted it, but did not report within a minute that it arrived.`,
    fix: 'Look into the inbox or at the phone. Some providers never report.',
  }
}

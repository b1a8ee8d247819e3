import { z } from 'zod'
import { type Reply, read } from './ask.ts'
import { fail, ok, type Result, skipped, warn } from './check.ts'

type Get = (path: string) => Promise<Reply>

// Bellhop has no stand-by for SMS, so a second sender at Twilio takes its place.
const SECOND_SENDER =
  'If a carrier blocks it, no SMS is sent. A Messaging Service with a second sender could still send.'

const SENDERS = {
  PhoneNumbers: 'phone_numbers',
  ShortCodes: 'short_codes',
  AlphaSenders: 'alpha_senders',
} as const

/** `twilio.sender`, for a Messaging Service: it exists and has senders. */
export async function serviceResult(get: Get, sid: string): Promise<Result> {
  const service = await get(`/v1/Services/${sid}`)
  const unusable = unusableResult(service, 'The Messaging Service', 'TWILIO_MESSAGING_SERVICE_SID')
  if (unusable) return unusable
  const replies = await Promise.all(
    Object.entries(SENDERS).map(async ([path, key]) => {
      const reply = await get(`/v1/Services/${sid}/${path}?PageSize=50`)
      return { reply, key }
    }),
  )
  const lists = replies.map(({ reply, key }) => listIn(reply, key))
  const senders = lists.flatMap((list) => list ?? []).length
  if (senders === 0 && lists.includes(null)) return skipped('Twilio does not list the senders.')
  return senders > 0
    ? ok(
        senders === 1
          ? `The Messaging Service has 1 sender. ${SECOND_SENDER}`
          : `The Messaging Service has ${senders} senders.`,
      )
    : fail(
        'The Messaging Service has no sender.',
        'Add a number to its sender pool in the Twilio Console.',
      )
}

/** The list with this name; null if Twilio did not give one. */
function listIn(reply: Reply, key: string): readonly unknown[] | null {
  if (reply.kind === 'unreachable' || reply.status !== 200) return null
  return read(z.object({ [key]: z.array(z.unknown()) }), reply)?.[key] ?? null
}

const numbers = z.object({
  incoming_phone_numbers: z.array(
    z.object({ capabilities: z.object({ sms: z.boolean().optional() }).optional() }),
  ),
})
const shortCodes = z.object({ short_codes: z.array(z.unknown()) })

/** `twilio.sender`, for one number, short code or name: it belongs to the account and may send SMS. */
export async function numberResult(get: Get, from: string): Promise<Result> {
  if (/^\+/.test(from)) {
    const reply = await get(
      `/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(from)}&PageSize=1`,
    )
    const unusable = unusableResult(reply, 'The number', 'TWILIO_FROM')
    if (unusable || reply.kind !== 'answered') return unusable ?? skipped('Twilio does not answer.')
    const [number] = read(numbers, reply)?.incoming_phone_numbers ?? []
    if (!number) return notOurs('number')
    return number.capabilities?.sms === false
      ? fail('The number cannot send SMS.', 'Buy a number with SMS, or use a Messaging Service.')
      : ok(`The number belongs to the account and may send SMS. ${SECOND_SENDER}`)
  }
  if (/^\d+$/.test(from)) {
    const reply = await get(`/SMS/ShortCodes.json?ShortCode=${from}&PageSize=1`)
    const unusable = unusableResult(reply, 'The short code', 'TWILIO_FROM')
    if (unusable || reply.kind !== 'answered') return unusable ?? skipped('Twilio does not answer.')
    const isOurs = (read(shortCodes, reply)?.short_codes.length ?? 0) > 0
    return isOurs ? ok('The short code belongs to the account.') : notOurs('short code')
  }
  return warn(
    'The sender is a name, which some countries do not accept (the USA and Canada among them).',
    'Use a Messaging Service that also has a number, if your users live there.',
  )
}

function unusableResult(reply: Reply, what: string, setting: string): Result | null {
  if (reply.kind === 'unreachable') return skipped('Twilio does not answer.')
  if (reply.status === 200) return null
  return reply.status === 404
    ? fail(`${what} does not exist in this account.`, `Correct ${setting}.`)
    : skipped(`Twilio answered ${reply.status}.`)
}

const notOurs = (what: string) =>
  fail(`The ${what} does not belong to this account.`, `Correct TWILIO_FROM.`)

import { z } from 'zod'
import { type Answered, type Asker, ask, type Reply, read } from './ask.ts'
import { type Check, fail, ok, type Result, skipped, warn } from './check.ts'
import { countriesResult } from './twilio-countries.ts'
import { numberResult, serviceResult } from './twilio-sender.ts'

export interface TwilioSetUp {
  readonly accountSid: string
  readonly messagingServiceSid: string | undefined
  readonly from: string | undefined
  /** Twilio has a server for each part of its API. */
  readonly askers: Readonly<Record<'api' | 'messaging' | 'accounts', Asker>>
  /** The countries (ISO 3166, two letters) that Clerk does not send to; null if unknown. */
  readonly blockedByClerk: (signal: AbortSignal) => Promise<readonly string[] | null>
}

/** The ids of the checks of Twilio. */
export const TWILIO_CHECKS = [
  'twilio.account',
  'twilio.sender',
  'twilio.countries',
  'twilio.balance',
] as const

const account = z.object({ status: z.string(), type: z.string() })
const balance = z.object({ balance: z.string(), currency: z.string() })

/** The account at Twilio: whether it works, may send, may send to the right countries, and has money. */
export function twilioChecks(setUp: TwilioSetUp): Check[] {
  const { accountSid, messagingServiceSid, from, askers } = setUp
  const root = `/2010-04-01/Accounts/${accountSid}`
  const checks: Record<(typeof TWILIO_CHECKS)[number], Check['run']> = {
    'twilio.account': async (signal) =>
      accountResult(await ask(askers.api, `${root}.json`, signal)),
    'twilio.sender': (signal) =>
      messagingServiceSid
        ? serviceResult((path) => ask(askers.messaging, path, signal), messagingServiceSid)
        : numberResult((path) => ask(askers.api, `${root}${path}`, signal), from ?? ''),
    'twilio.countries': async (signal) => {
      const [reply, blocked] = await Promise.all([
        ask(askers.accounts, '/v1/Messaging/GeoPermissions', signal),
        setUp.blockedByClerk(signal),
      ])
      return usable(reply, (answer) => countriesResult(answer, blocked))
    },
    'twilio.balance': async (signal) =>
      usable(await ask(askers.api, `${root}/Balance.json`, signal), balanceResult),
  }
  return TWILIO_CHECKS.map((id) => ({ id, run: checks[id] }))
}

function usable(reply: Reply, judge: (reply: Answered) => Result): Result {
  if (reply.kind === 'unreachable') return skipped('Twilio does not answer.')
  return reply.status === 200 ? judge(reply) : skipped(`Twilio answered ${reply.status}.`)
}

function accountResult(reply: Reply): Result {
  if (reply.kind === 'unreachable') {
    return fail(
      `Twilio does not answer (${reply.why}).`,
      'Let this machine open connections to api.twilio.com, or correct TWILIO_BASE_URL.',
    )
  }
  if ([401, 403, 404].includes(reply.status)) {
    return fail(
      'Twilio refuses the account or its key.',
      'Copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or an API key) from the Twilio Console.',
    )
  }
  const facts = read(account, reply)
  if (reply.status !== 200 || !facts) {
    return warn(`Twilio answered ${reply.status}.`, 'Try again in a minute.')
  }
  if (facts.status !== 'active') {
    return fail(
      `The account is ${facts.status}.`,
      'See the Twilio Console for the reason, or write to the support of Twilio.',
    )
  }
  return facts.type === 'Trial'
    ? warn(
        'The account is a trial: it reaches only numbers that you verified.',
        'Upgrade it in the Twilio Console.',
      )
    : ok('The account is active.')
}

const LITTLE = 10

function balanceResult(reply: Answered): Result {
  const facts = read(balance, reply)
  if (!facts) return skipped('The answer of Twilio cannot be read.')
  const amount = Number(facts.balance)
  const message = `The balance is ${amount.toFixed(2)} ${facts.currency}.`
  const fix = 'Add money in the Twilio Console, or switch on auto-recharge.'
  if (amount <= 0) return fail(message, fix)
  return amount < LITTLE ? warn(message, fix) : ok(message)
}

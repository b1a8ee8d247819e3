import { z } from 'zod'
import { type Answered, type Get, type Reply, read } from './ask.ts'
import { type Check, fail, ok, type Result, skipped, warn } from './check.ts'
import { DOMAINS, domainResult, ownDomains, trackingResult } from './resend-domains.ts'
import { webhookResult } from './resend-webhook.ts'

export interface ResendSetUp {
  /** Shared with other checks that ask Resend. */
  readonly get: Get
  /** The domains of all configured senders. */
  readonly domains: readonly string[]
  readonly publicUrl: string | undefined
  readonly hasWebhookSecret: boolean
  /** The reports that Bellhop records. */
  readonly reports: readonly string[]
}

/** The ids of the checks of Resend. */
export const RESEND_CHECKS = [
  'resend.key',
  'resend.domain',
  'resend.tracking',
  'resend.webhook',
  'resend.quota',
] as const

/** The ids of the checks of a second account, which takes over while the first provider does not work. */
export const RESEND_STANDBY_CHECKS = ['resend-standby.key', 'resend-standby.domain'] as const

const quota = z.object({ used: z.number(), limit: z.number().nullable() })
const usage = z.object({ emails: z.object({ daily: quota, monthly: quota }) })

const keyFix = (name: string) => `Copy a key from Resend > API keys into ${name}.`
const SENDING_ONLY = 'The key may only send, so Bellhop cannot look this up at Resend.'

/** The account at Resend: its key, its domains, its reports and its limits. */
export function resendChecks(setUp: ResendSetUp): Check[] {
  const { get, domains, publicUrl } = setUp
  const checks: Record<(typeof RESEND_CHECKS)[number], Check['run']> = {
    'resend.key': async (signal) => keyResult(await get(DOMAINS, signal), 'RESEND_API_KEY'),
    'resend.domain': async (signal) =>
      usable(await get(DOMAINS, signal), (reply) => domainResult(reply, domains)),
    'resend.tracking': async (signal) =>
      usable(await get(DOMAINS, signal), async () =>
        trackingResult(await ownDomains(get, domains, signal)),
      ),
    'resend.webhook': async (signal) =>
      publicUrl && setUp.hasWebhookSecret
        ? usable(await get('/webhooks?limit=100', signal), (reply) =>
            webhookResult(reply, `${publicUrl}/api/webhooks/resend`, setUp.reports),
          )
        : notReported(publicUrl, setUp.hasWebhookSecret),
    'resend.quota': async (signal) => usable(await get('/usage', signal), quotaResult),
  }
  return RESEND_CHECKS.map((id) => ({ id, run: checks[id] }))
}

function notReported(publicUrl: string | undefined, hasSecret: boolean): Result {
  return hasSecret
    ? warn(
        'Bellhop cannot check the webhook at Resend, because PUBLIC_URL is not set.',
        'Set PUBLIC_URL to the https address of Bellhop.',
      )
    : warn(
        'Resend reports nothing to Bellhop, so bounces are not recorded.',
        `Add a webhook for ${publicUrl ?? 'https://<your host>'}/api/webhooks/resend at Resend > Webhooks, and put its secret into RESEND_WEBHOOK_SECRET.`,
      )
}

/** The second account: its key and its domains. */
export function resendStandByChecks({
  get,
  domains,
}: Pick<ResendSetUp, 'get' | 'domains'>): Check[] {
  const checks: Record<(typeof RESEND_STANDBY_CHECKS)[number], Check['run']> = {
    'resend-standby.key': async (signal) =>
      keyResult(await get(DOMAINS, signal), 'RESEND_STANDBY_API_KEY'),
    'resend-standby.domain': async (signal) =>
      usable(await get(DOMAINS, signal), (reply) => domainResult(reply, domains)),
  }
  return RESEND_STANDBY_CHECKS.map((id) => ({ id, run: checks[id] }))
}

/** The result of `judge` for a good answer. The key's own check says what is wrong with the others. */
async function usable(
  reply: Reply,
  judge: (reply: Answered) => Result | Promise<Result>,
): Promise<Result> {
  if (reply.kind === 'unreachable') return skipped('Resend does not answer.')
  if (reply.status === 200) return judge(reply)
  return skipped(isSendingOnly(reply) ? SENDING_ONLY : `Resend answered ${reply.status}.`)
}

const named = z.object({ name: z.string() })

function isSendingOnly(reply: Answered): boolean {
  return read(named, reply)?.name === 'restricted_api_key'
}

function keyResult(reply: Reply, name: string): Result {
  if (reply.kind === 'unreachable') {
    return fail(
      `Resend does not answer (${reply.why}).`,
      'Let this machine open connections to api.resend.com, or correct RESEND_BASE_URL.',
    )
  }
  if (reply.status === 200) return ok('The key works, and may also read.')
  if (isSendingOnly(reply)) {
    return ok('The key works and may only send, which is enough for sending.')
  }
  if (reply.status === 401 || reply.status === 403)
    return fail('Resend refuses the key.', keyFix(name))
  if (reply.status === 400) return fail('Resend does not know the key.', keyFix(name))
  return warn(`Resend answered ${reply.status}.`, 'Try again in a minute.')
}

const MUCH = 0.8

function quotaResult(reply: Answered): Result {
  const emails = read(usage, reply)?.emails
  if (!emails) return skipped('The answer of Resend cannot be read.')
  const parts = [
    { name: 'today', ...emails.daily },
    { name: 'this month', ...emails.monthly },
  ]
  const text = parts
    .map(({ name, used, limit }) => `${used} of ${limit ?? 'any number'} ${name}`)
    .join(', ')
  const share = Math.max(...parts.map(({ used, limit }) => (limit ? used / limit : 0)))
  const fix = 'Raise the plan at Resend, or wait until the count begins anew.'
  if (share >= 1) return fail(`The quota of emails is used up: ${text}.`, fix)
  return share >= MUCH ? warn(`Most of the quota is used: ${text}.`, fix) : ok(`Emails: ${text}.`)
}

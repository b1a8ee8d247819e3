import { createBackendApi } from '../clerk/backend-api.ts'
import { ClerkFault } from '../clerk/clerk-fault.ts'
import { environmentOf } from '../clerk/secret-key.ts'
import { type ClerkTemplate, createTemplatesApi } from '../clerk/templates-api.ts'
import { labelOf } from '../cli/clerk/choice.ts'
import { type Obstacle, obstacleTo } from '../cli/clerk/obstacle.ts'
import { createSends } from '../cli/clerk/sends.ts'
import type { Config } from '../config/config.ts'
import { type Result, skipped, warn } from '../doctor/check.ts'
import type { ReadDeliveries, TemplateDelivery } from '../doctor/clerk-templates.ts'
import { openOfflineTools } from './offline.ts'

/** Where Clerk's API is, and who asks it. */
export interface ClerkAccess {
  readonly url: string
  readonly secretKey: string
  readonly fetch: typeof fetch
  readonly now: () => Date
}

/** Asks Clerk who delivers each template, and judges those that you deliver as a take-over does. */
export function createReadDeliveries(config: Config, access: ClerkAccess): ReadDeliveries {
  return async (signal) => {
    const api = templatesApi(access, signal)
    try {
      const lists = await Promise.all([api.list('email'), api.list('sms')])
      const templates = lists.flat()
      const faultOf = await faultsBy(config, access, await api.instanceId(templates))
      const deliveries: TemplateDelivery[] = []
      for (const template of templates) {
        const { deliveredBy } = template
        const fault = deliveredBy === 'you' ? await faultOf(template) : null
        deliveries.push({ label: labelOf(template), deliveredBy, fault })
      }
      return { kind: 'read', templates: deliveries }
    } catch (error) {
      if (!(error instanceof ClerkFault)) throw error
      return { kind: 'not_read', result: resultOf(error) }
    }
  }
}

function templatesApi({ url, secretKey, fetch: ask }: ClerkAccess, signal: AbortSignal) {
  const fetchUntil: typeof fetch = (input, init) =>
    ask(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal })
  // A check has no time to wait until Clerk takes requests again.
  const options = { longestWaitsMs: 0, wait: async () => {} }
  return createTemplatesApi(createBackendApi({ url, secretKey, fetch: fetchUntil, ...options }))
}

async function faultsBy(
  config: Config,
  { secretKey, now }: ClerkAccess,
  instance: string | null,
): Promise<(template: ClerkTemplate) => Promise<TemplateDelivery['fault']>> {
  const tools = openOfflineTools(config)
  const sendsOf = await createSends(tools, instance)
  const readiness = {
    tools,
    now,
    instance,
    production: environmentOf(secretKey) === 'production',
    captures: (channel: ClerkTemplate['channel']) => tools.transports[channel] === null,
    isNamed: () => false,
  }
  return async (template) => {
    const obstacle = await obstacleTo(template, await sendsOf(template), readiness)
    return obstacle && faultOf(obstacle)
  }
}

function faultOf({ kind, why }: Obstacle): NonNullable<TemplateDelivery['fault']> {
  const sent = kind === 'own_text' ? 'clerk_text' : 'nobody'
  return { sent, wanted: kind === 'off', why }
}

/** The check `clerk.api` says what is wrong with the key and the network. */
function resultOf({ kind, message, fix }: ClerkFault): Result {
  const isKnown = ['wrong_key', 'unreachable'].includes(kind)
  return isKnown ? skipped(message) : warn(message, fix)
}

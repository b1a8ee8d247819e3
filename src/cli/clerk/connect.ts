import type { z } from 'zod'
import { createBackendApi } from '../../clerk/backend-api.ts'
import { ClerkFault } from '../../clerk/clerk-fault.ts'
import { type Environment, environmentOf } from '../../clerk/secret-key.ts'
import {
  type ClerkTemplate,
  createTemplatesApi,
  type TemplatesApi,
} from '../../clerk/templates-api.ts'
import { clerkSecretKey } from '../../config/clerk-key-settings.ts'
import { apiAddress } from '../../config/url-settings.ts'
import { ASK_DOCTOR } from '../../domain/doctor.ts'
import { usage } from '../cli-error.ts'
import type { CliContext } from '../context.ts'

/** The Clerk instance of the secret key, and its templates. */
export interface Connection {
  readonly kind: 'connected'
  readonly api: TemplatesApi
  readonly environment: Environment
  /** Null if Clerk does not say it. */
  readonly instance: string | null
  /** In Clerk's order, emails first. */
  readonly templates: readonly ClerkTemplate[]
}

/** Bellhop cannot ask Clerk, so a person has to do it in the Dashboard. */
export interface ByHand {
  readonly kind: 'by_hand'
  readonly why: string
}

/** Lists the templates of the instance. Throws a ClerkFault or a CliError. */
export async function connect(context: CliContext): Promise<Connection | ByHand> {
  const { secretKey, apiUrl } = context.settings.clerk
  if (secretKey === undefined) {
    return { kind: 'by_hand', why: 'CLERK_SECRET_KEY is not set, so Bellhop cannot ask Clerk.' }
  }
  const { fetch } = context
  const wait = (ms: number) => {
    context.complain(
      `Clerk answers that there were too many requests. Waiting ${Math.ceil(ms / 1_000)} s.`,
    )
    return context.wait(ms)
  }
  const url = checked('CLERK_API_URL', apiAddress.safeParse(apiUrl))
  const key = checked('CLERK_SECRET_KEY', clerkSecretKey.safeParse(secretKey))
  const api = createTemplatesApi(createBackendApi({ url, secretKey: key, fetch, wait }))
  try {
    const templates = [...(await api.list('email')), ...(await api.list('sms'))]
    const instance = await api.instanceId(templates)
    return { kind: 'connected', api, environment: environmentOf(key), instance, templates }
  } catch (error) {
    if (!(error instanceof ClerkFault && error.kind === 'removed')) throw error
    return { kind: 'by_hand', why: `${error.message} ${error.fix}` }
  }
}

/** The instance in words: `ins_2abc (production, key sk_live_…)`. */
export function named({ instance, environment }: Pick<Connection, 'instance' | 'environment'>) {
  const key = environment === 'production' ? 'sk_live_…' : 'sk_test_…'
  return `${instance ?? 'an instance without a known id'} (${environment}, key ${key})`
}

function checked(name: string, result: z.ZodSafeParseResult<string>): string {
  if (result.success) return result.data
  // Names the setting but never its value.
  throw usage(`${name} ${result.error.issues[0]?.message}.`, `See .env.example. ${ASK_DOCTOR}`)
}

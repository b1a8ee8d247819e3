import { z } from 'zod'
import type { ClerkContact } from '../domain/clerk-contact.ts'
import { PATH_ADVICE } from '../domain/path-advice.ts'
import { type Asker, ask, type Reply, read } from './ask.ts'
import { type Check, fail, ok, type Result, warn } from './check.ts'

/** How the service answered a signed event that asks for nothing. */
export type SignedAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly error: string | null
      /** Null if the service does not say. */
      readonly contact: ClerkContact | null
    }
  /** No service runs, but the secret has the right form. */
  | { readonly kind: 'no_service' }
  | { readonly kind: 'no_secret' }

/** `clerk.secret`: the running service accepts what is signed with the configured secret. */
export function secretCheck(post: (signal: AbortSignal) => Promise<SignedAnswer>): Check {
  return {
    id: 'clerk.secret',
    async run(signal) {
      const answer = await post(signal)
      switch (answer.kind) {
        case 'no_secret':
          return fail(
            'There is no signing secret.',
            'Copy it from the Clerk Dashboard > Webhooks > your endpoint into CLERK_WEBHOOK_SIGNING_SECRET.',
          )
        case 'no_service':
          return warn(
            'The secret has the right form. No service answers that could check it.',
            'Start the service, or name its address with --url.',
          )
        case 'answered':
          return answeredResult(answer.status, answer.error)
      }
    },
  }
}

function answeredResult(status: number, error: string | null): Result {
  if (status === 200) return ok('The service accepts events that are signed with the secret.')
  if (error === 'invalid_signature') {
    return fail(
      'The service uses another signing secret.',
      'Start the service and this command with the same CLERK_WEBHOOK_SIGNING_SECRET.',
    )
  }
  if (status === 404) {
    return fail('Something other than Bellhop answers (404).', PATH_ADVICE)
  }
  return fail(`The service answered ${status}.`, 'See the log of the service.')
}

export interface ClerkSetUp {
  readonly asker: Asker
  readonly secretKey: string
  /** The instances that settings or signing secrets name. */
  readonly instances: readonly string[]
}

const instance = z.object({ id: z.string(), environment_type: z.string() })
const communication = z.object({ blocked_country_codes: z.array(z.string()) })

/** `clerk.api`: the secret key works, and belongs to the instance that the other settings name. */
export function clerkApiCheck({ asker, secretKey, instances }: ClerkSetUp): Check {
  return {
    id: 'clerk.api',
    run: async (signal) =>
      apiResult(await ask(asker, '/v1/instance', signal), secretKey, instances),
  }
}

function apiResult(reply: Reply, secretKey: string, instances: readonly string[]): Result {
  if (reply.kind === 'unreachable') {
    return fail(
      `Clerk's API does not answer (${reply.why}).`,
      'Let this machine open connections to api.clerk.com, or correct CLERK_API_URL.',
    )
  }
  if (reply.status === 401 || reply.status === 403) {
    return fail(
      'Clerk refuses the key.',
      'Copy CLERK_SECRET_KEY from the Clerk Dashboard > API keys.',
    )
  }
  const facts = read(instance, reply)
  if (reply.status !== 200 || !facts) {
    return warn(`Clerk's API answered ${reply.status}.`, 'Try again in a minute.')
  }
  const { id, environment_type: environment } = facts
  if (instances.length > 0 && !instances.includes(id)) {
    return fail(
      `The key belongs to ${id}, but the settings name ${instances.join(', ')}.`,
      'Use the key of the same instance, or correct the instance in the settings.',
    )
  }
  const expected = secretKey.startsWith('sk_live_') ? 'production' : 'development'
  return environment === expected
    ? ok(`The key works. It belongs to ${id} (${environment}).`)
    : warn(
        `The key looks like one of a ${expected} instance, but ${id} is a ${environment} instance.`,
        'Copy the key again from the Clerk Dashboard > API keys.',
      )
}

/** The countries that Clerk sends no SMS to; null if it does not say. */
export async function blockedCountries(
  asker: Asker | null,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  if (!asker) return null
  const reply = await ask(asker, '/v1/instance/communication', signal)
  if (reply.kind !== 'answered' || reply.status !== 200) return null
  return read(communication, reply)?.blocked_country_codes ?? null
}

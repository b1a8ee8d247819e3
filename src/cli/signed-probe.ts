import { z } from 'zod'
import type { SignedAnswer } from '../doctor/clerk.ts'
import { type ClerkContact, DOCTOR_PROBE, ownSvixId } from '../domain/clerk-contact.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { postEvent } from './post-event.ts'
import { type SigningSettings, signingSecret } from './settings.ts'

const instant = z.iso.datetime().transform((text) => new Date(text))
const contact = z.object({
  lastEventAt: instant.nullable(),
  refused: z.object({ count: z.number(), latestAt: instant }).nullable(),
})

/** Null for a service of an earlier version. */
function contactIn(value: unknown): ClerkContact | null {
  return contact.safeParse(value).data ?? null
}

/** Posts an event of a type that Bellhop ignores, signed as Clerk signs: only the secret is tried. */
export async function postSignedProbe(
  context: Pick<CliContext, 'fetch' | 'now' | 'random'> & { readonly settings: SigningSettings },
  url: string,
  signal?: AbortSignal,
): Promise<SignedAnswer> {
  try {
    const { secret, instances } = await signingSecret(context, undefined)
    const event = {
      object: 'event',
      type: DOCTOR_PROBE,
      ...(instances[0] ? { instance_id: instances[0] } : {}),
      data: {},
    }
    const { code, body } = await postEvent(
      context,
      { url, secret, svixId: ownSvixId(context.random) },
      event,
      signal,
    )
    return {
      kind: 'answered',
      status: code,
      error: typeof body.error === 'string' ? body.error : null,
      contact: contactIn(body.clerk),
    }
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    return { kind: error.exitCode === EXIT.unreachable ? 'no_service' : 'no_secret' }
  }
}

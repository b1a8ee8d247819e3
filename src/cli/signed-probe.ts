import type { SignedAnswer } from '../doctor/clerk.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { newSvixId, postEvent } from './post-event.ts'
import { type SigningSettings, signingSecret } from './settings.ts'

/** Posts an event of a type that Bellhop ignores, signed as Clerk signs: only the secret is tried. */
export async function postSignedProbe(
  context: Pick<CliContext, 'fetch' | 'now' | 'random'> & { readonly settings: SigningSettings },
  url: string,
): Promise<SignedAnswer> {
  try {
    const { secret, instances } = await signingSecret(context, undefined)
    const event = {
      object: 'event',
      type: 'bellhop.doctor',
      ...(instances[0] ? { instance_id: instances[0] } : {}),
      data: {},
    }
    const { code, body } = await postEvent(
      context,
      { url, secret, svixId: newSvixId(context.random) },
      event,
    )
    return {
      kind: 'answered',
      status: code,
      error: typeof body.error === 'string' ? body.error : null,
    }
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    return { kind: error.exitCode === EXIT.unreachable ? 'no_service' : 'no_secret' }
  }
}

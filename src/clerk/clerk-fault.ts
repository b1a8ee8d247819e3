import { anonymous } from '../domain/provider-sentence.ts'

/** Why Clerk's Backend API did not do what it was asked. */
export type ClerkFaultKind =
  | 'wrong_key'
  | 'plan'
  | 'forbidden'
  | 'not_found'
  /** Clerk has removed this part of its API. */
  | 'removed'
  | 'invalid'
  | 'locked'
  | 'rate_limited'
  | 'failed'
  | 'unreadable'
  | 'unreachable'

// What happened, and what the user can do about it.
const SENTENCES: Readonly<Record<ClerkFaultKind, readonly [title: string, fix: string]>> = {
  wrong_key: [
    'Clerk does not accept the secret key',
    'Copy CLERK_SECRET_KEY again from the Clerk Dashboard > API keys, of the instance that you mean.',
  ],
  plan: [
    'The plan of your Clerk app does not include this',
    'Change the plan at Clerk, or try it in the Clerk Dashboard.',
  ],
  forbidden: [
    'Clerk does not allow this with your secret key',
    'Use the secret key of an instance whose templates may be changed.',
  ],
  not_found: [
    'Clerk does not have this template any more',
    'List the templates again: bellhop clerk status',
  ],
  removed: [
    'Clerk no longer has this part of its API',
    'Use the Clerk Dashboard. If CLERK_API_URL is set, check that it is right.',
  ],
  invalid: ['Clerk does not understand the request', 'Use the Clerk Dashboard for this template.'],
  locked: [
    'Clerk has locked this template at the moment',
    'Somebody may be changing it. Run the command again later.',
  ],
  rate_limited: [
    'Clerk answers that there were too many requests',
    'Wait a few minutes and run the command again.',
  ],
  failed: [
    'Clerk has an error of its own',
    'Run the command again later. https://status.clerk.com shows whether Clerk works.',
  ],
  unreadable: [
    'The answer is not one of Clerk',
    'If CLERK_API_URL is set, check that it is right. Otherwise run the command again later.',
  ],
  unreachable: [
    'Clerk does not answer',
    'Check the network (and CLERK_API_URL, if it is set), and run the command again.',
  ],
}

const KINDS: Readonly<Record<number, ClerkFaultKind>> = {
  400: 'invalid',
  401: 'wrong_key',
  402: 'plan',
  403: 'forbidden',
  404: 'not_found',
  410: 'removed',
  422: 'invalid',
  423: 'locked',
  429: 'rate_limited',
}

/** The error of a request to Clerk, with the advice what to do. It never contains the secret key. */
export class ClerkFault extends Error {
  override readonly name = 'ClerkFault'
  readonly kind: ClerkFaultKind
  readonly fix: string

  constructor(
    kind: ClerkFaultKind,
    {
      status,
      detail = '',
      cause,
    }: {
      readonly status?: number
      /** Clerk's own sentence. */
      readonly detail?: string
      readonly cause?: unknown
    } = {},
  ) {
    const [title, fix] = SENTENCES[kind]
    super(`${title}${status ? ` (${status})` : ''}.${detail && ` Clerk says: ${detail}`}`, {
      cause,
    })
    this.kind = kind
    this.fix = fix
  }
}

/** The fault of an answer with this status and body. */
export function faultOf(status: number, body: unknown, secretKey: string): ClerkFault {
  const detail = anonymous(sentenceIn(body)?.replaceAll(secretKey, '...'))
  return new ClerkFault(KINDS[status] ?? 'failed', { status, detail })
}

// `{ "errors": [{ "message", "long_message", "code" }] }`
function sentenceIn(body: unknown): string | undefined {
  const { errors } = (body ?? {}) as { errors?: unknown }
  const [first] = Array.isArray(errors) ? errors : []
  const { long_message, message } = (first ?? {}) as Record<string, unknown>
  return [long_message, message].find((text) => typeof text === 'string')
}

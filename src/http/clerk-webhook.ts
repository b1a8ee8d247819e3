import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { instanceOf, MOST_CHARACTERS_OF_ID } from '../clerk/envelope.ts'
import { parseClerkEvent } from '../clerk/events.ts'
import { createInstanceWatch } from '../clerk/instance-watch.ts'
import { parseSigningSecrets } from '../clerk/signing-secrets.ts'
import { createVerifyClerkWebhook, type SignatureFault, type Verified } from '../clerk/verify.ts'
import type { AcceptEvent } from '../delivery/accept/accept-event.ts'
import { UnstorableError } from '../delivery/store-fault.ts'
import { type ClerkContact, DOCTOR_PROBE } from '../domain/clerk-contact.ts'
import type { AssumedField, ParsedEvent } from '../domain/event.ts'
import { headerFault, SIGNATURE_HEADERS } from '../domain/signature-headers.ts'
import type { LimitBody } from './limit-body.ts'

/** Clerk's own bodies have about 9 kB; Svix takes up to about 350 kB. */
const MOST_BYTES = 1024 * 1024

/** The result of one request, for the log and the metrics. It contains names and ids only. */
export interface WebhookRecord {
  readonly type: string
  readonly answer: string
  readonly svixId?: string
  readonly messageId?: string
  readonly reason?: string
  readonly problems?: readonly string[]
  readonly assumed?: readonly AssumedField[]
  /** The instance of the event, if the secret is bound to another one. */
  readonly instanceId?: string
  /** Why the signature was refused. */
  readonly fault?: SignatureFault | { readonly reason: 'body_unreadable' }
  /** Only for a refused request: whether it looks like one of Svix's. */
  readonly bySvix?: boolean
  readonly error?: unknown
  readonly ms: number
}

export interface ClerkWebhookDeps {
  readonly secrets: readonly string[]
  readonly accept: AcceptEvent
  readonly now: () => Date
  readonly record: (record: WebhookRecord) => void
  /** Called once, if secrets should be bound to their instances. */
  readonly warn: (advice: string) => void
  /** For `bellhop doctor`. */
  readonly contact: () => Promise<ClerkContact>
  /** A header says so to the command line, which then sends no test messages to people. */
  readonly production: boolean
}

/** The endpoint that Clerk posts its events to. */
export function clerkWebhook(deps: ClerkWebhookDeps, limitBody: LimitBody): Hono {
  const { secrets, accept, now, record, warn } = deps
  const route = new Hono()
  const verify = createVerifyClerkWebhook(secrets)
  const sawInstance = createInstanceWatch(parseSigningSecrets(secrets), warn)

  route.get('/', (c) => {
    if (deps.production) c.header('Bellhop-Mode', 'production')
    return c.text('Bellhop listens here for events from Clerk (POST).\n')
  })

  // The body is not read if the headers cannot be Clerk's.
  const checkHeaders: MiddlewareHandler = async (c, next) => {
    const fault = headerFault(c.req.raw.headers, now())
    return fault ? forged(c, fault, timed(c)) : next()
  }
  const limit = limitBody(MOST_BYTES, (answer) => record({ type: 'unverified', answer, ms: 0 }))

  route.post('/', checkHeaders, limit, async (c) => {
    const { headers } = c.req.raw
    const done = timed(c)
    const rawBody = await readText(c)
    const verified = rawBody === null ? UNREADABLE : verify(headers, rawBody, now())
    switch (verified.kind) {
      case 'forged':
        return forged(c, verified.fault, done)
      case 'not-json':
        done({ type: 'unreadable', answer: 'invalid_body' })
        return c.json({ error: 'invalid_body' }, 400)
      case 'verified': {
        const { svixId, body, signedAt } = verified
        return svixId.length > MOST_CHARACTERS_OF_ID
          ? invalidPayload(c, { type: null, problems: ['svix-id'] }, done)
          : answer(c, verified, parseClerkEvent(body, signedAt), done)
      }
    }
  })

  route.all('/', (c) => c.json({ error: 'method_not_allowed' }, 405, { Allow: 'GET, POST' }))

  /** Returns a function that records the result of a request, with its id and how long it took. */
  function timed(c: Context): Done {
    const started = now().getTime()
    const id = idIn(c.req.raw.headers)
    return (fields) => record({ ...id, ...fields, ms: now().getTime() - started })
  }

  async function answer(
    c: Context,
    { svixId, secret, body }: Extract<Verified, { kind: 'verified' }>,
    parsed: ParsedEvent,
    done: Done,
  ): Promise<Response> {
    const instanceId = instanceOf(body)
    // The instance of a published example is made up.
    const example = parsed.kind === 'event' && parsed.event.example
    const bound = secret.instances.length > 0
    if (bound && !example && !secret.instances.includes(instanceId)) {
      const type = parsed.kind === 'event' ? parsed.event.type : parsed.type
      done({ type: type ?? 'unreadable', answer: 'invalid_instance', instanceId })
      return c.json({ error: 'invalid_instance' }, 400)
    }
    switch (parsed.kind) {
      case 'ignored': {
        const { type, kind: status, ...why } = parsed
        done({ type, answer: status, ...why })
        // Its signature is good, so this is our own command line.
        const more = type === DOCTOR_PROBE ? { clerk: await deps.contact() } : {}
        return c.json({ status, ...why, ...more })
      }
      case 'unreadable':
        return invalidPayload(c, parsed, done)
      case 'event': {
        const { type, assumed } = parsed.event
        if (!bound && !example) sawInstance(secret.index, instanceId)
        try {
          const accepted = await accept({ endpoint: 'clerk', svixId, event: parsed.event })
          const { status, ...rest } = accepted
          done({ type, answer: status, ...rest, ...(assumed && { assumed }) })
          return c.json(accepted)
        } catch (error) {
          if (error instanceof UnstorableError) {
            return invalidPayload(c, { type, problems: ['body'], error: error.cause }, done)
          }
          // The event is not stored, so it is not acknowledged. Clerk sends it again within seconds.
          done({ type, answer: 'unavailable', error })
          return c.json({ error: 'unavailable' }, 503)
        }
      }
    }
  }

  return route
}

type Done = (fields: Omit<WebhookRecord, 'ms' | 'svixId'>) => void

// The answer is the same for every fault, so that it does not help a forger.
function forged(c: Context, fault: NonNullable<WebhookRecord['fault']>, done: Done): Response {
  const bySvix = isBySvix(c.req.raw.headers)
  done({ type: 'unverified', answer: 'invalid_signature', fault, bySvix })
  return c.json({ error: 'invalid_signature' }, 400)
}

/** The signature is right, but the event cannot be used. */
function invalidPayload(
  c: Context,
  event: {
    readonly type: string | null
    readonly problems: readonly string[]
    readonly error?: unknown
  },
  done: Done,
): Response {
  const { type, problems, error } = event
  const cause = error === undefined ? {} : { error }
  done({ type: type ?? 'unreadable', answer: 'invalid_payload', problems, ...cause })
  return c.json({ error: 'invalid_payload', problems }, 422)
}

// Without a valid signature the header may contain anything, so only something like an id is logged.
function idIn(headers: Headers): { readonly svixId?: string } {
  const svixId = headers.get('svix-id')?.trim() ?? ''
  return /^[\w.-]{1,64}$/.test(svixId) ? { svixId } : {}
}

function isBySvix(headers: Headers): boolean {
  return (
    /^Svix-Webhooks\//i.test(headers.get('user-agent') ?? '') &&
    SIGNATURE_HEADERS.every((name) => headers.get(name))
  )
}

const UNREADABLE = { kind: 'forged', fault: { reason: 'body_unreadable' } } as const

// The signature covers the bytes. Clerk does not sign bytes that are not UTF-8, or half a body.
async function readText(c: Context): Promise<string | null> {
  try {
    const bytes = await c.req.arrayBuffer()
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

import { Hono } from 'hono'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import { z } from 'zod'
import type { LocaleHints } from '../delivery/locale-hints.ts'
import { languageTag } from '../domain/language-tag.ts'
import { parseRecipient } from '../domain/recipient.ts'
import { requireBearer } from './bearer.ts'
import type { LimitBody } from './limit-body.ts'
import { type Callers, createWrongTokenAnswer, tooMany } from './wrong-token.ts'

export interface LocaleHintsDeps {
  /** The bearer token of the app. Without one the route does not exist. */
  readonly token: string | undefined
  readonly hints: Pick<LocaleHints, 'keep'> | null
  /** The languages that have a catalogue. */
  readonly languages: readonly string[]
  /** The one of them that is used for a language tag, if any. */
  readonly languageFor: (locale: string) => string | undefined
}

const locale = z.string().transform(languageTag).pipe(z.string())
const body = z
  .object({ emailAddress: recipient('email'), phoneNumber: recipient('sms'), locale })
  .refine(({ emailAddress, phoneNumber }) => emailAddress || phoneNumber)

// People sign up far less often, and each hint is a row in the database.
const MOST_A_MINUTE = 3_000

const FIX =
  'Send {"emailAddress": "ada@example.com", "locale": "de"} or {"phoneNumber": "+14155550123", "locale": "de"}, or both with one locale; the locale is a BCP 47 language tag.'

/** The app tells Bellhop the language of a person who signs up, before Clerk has a user for them. */
export function localeHints(deps: LocaleHintsDeps, callers: Callers, limitBody: LimitBody): Hono {
  const { token, hints, languages, languageFor } = deps
  const routes = new Hono()
  if (!token || !hints) return routes
  const wrongToken = createWrongTokenAnswer(callers)
  const writes = new RateLimiterMemory({ points: MOST_A_MINUTE, duration: 60 })

  routes.post(
    '/api/locale-hints',
    requireBearer(token, wrongToken),
    limitBody(4 * 1024),
    async (c) => {
      const refused = await writes.consume('').then(
        () => null,
        (result: RateLimiterRes) => result,
      )
      if (refused) return tooMany(c, Math.ceil(refused.msBeforeNext / 1000))
      const { data } = body.safeParse(await c.req.json().catch(() => null))
      if (!data) return c.json({ error: 'invalid_body', fix: FIX }, 400)
      const { emailAddress, phoneNumber, locale } = data
      if (!languageFor(locale)) {
        const fix = `Send a locale of one of these languages: ${languages.join(', ')}.`
        return c.json({ error: 'unknown_language', languages, fix }, 400)
      }
      if (emailAddress) await hints.keep('email', emailAddress, locale)
      if (phoneNumber) await hints.keep('sms', phoneNumber, locale)
      return c.body(null, 204)
    },
  )
  return routes
}

function recipient(channel: 'email' | 'sms') {
  return z
    .string()
    .transform((value) => parseRecipient(channel, value))
    .pipe(z.string())
    .nullish()
}

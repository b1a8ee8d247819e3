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
  /** The bearer token of the app; without one there is no such route. */
  readonly token: string | undefined
  readonly hints: Pick<LocaleHints, 'keep'> | null
  /** Those that there is a catalogue of. */
  readonly languages: readonly string[]
  /** The one of them that a language tag gets, if any. */
  readonly languageFor: (locale: string) => string | undefined
}

const locale = z.string().transform(languageTag).pipe(z.string())
const body = z
  .object({ emailAddress: recipient('email'), phoneNumber: recipient('sms'), locale })
  .refine(({ emailAddress, phoneNumber }) => emailAddress || phoneNumber)

// Sign-ups that somebody makes by hand are far fewer, and each hint is a row.
const MOST_A_MINUTE = 3_000

const FIX =
  'Send {"emailAddress": "ada@example.com", "locale": "de"} or {"phoneNumber": "+14155550123", "locale": "de"}, or both with one locale; the locale is a BCP 47 language tag.'

/** Where the app tells in which language somebody signs up, before there is a user to know it of. */
export function localeHints(deps: LocaleHintsDeps, callers: Callers, limitBody: LimitBody): Hono {
  const { token, hints, languages, languageFor } = deps
  const routes = new Hono()
  if (!token || !hints) return routes
  const refuse = createWrongTokenAnswer(callers)
  const writes = new RateLimiterMemory({ points: MOST_A_MINUTE, duration: 60 })

  routes.post('/api/locale-hints', requireBearer(token, refuse), limitBody(4 * 1024), async (c) => {
    const refused = await writes.consume('').then(
      () => null,
      (result: RateLimiterRes) => result,
    )
    if (refused) return tooMany(c, Math.ceil(refused.msBeforeNext / 1000))
    const { data } = body.safeParse(await c.req.json().catch(() => null))
    if (!data) return c.json({ error: 'invalid_body', fix: FIX }, 400)
    const { emailAddress, phoneNumber, locale } = data
    if (!languageFor(locale)) {
      const fix = `Send the locale of a language that there is a catalogue of: ${languages.join(', ')}.`
      return c.json({ error: 'unknown_language', languages, fix }, 400)
    }
    if (emailAddress) await hints.keep('email', emailAddress, locale)
    if (phoneNumber) await hints.keep('sms', phoneNumber, locale)
    return c.body(null, 204)
  })
  return routes
}

function recipient(channel: 'email' | 'sms') {
  return z
    .string()
    .transform((value) => parseRecipient(channel, value))
    .pipe(z.string())
    .nullish()
}

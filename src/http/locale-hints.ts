import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import type { LocaleHints } from '../delivery/locale-hints.ts'
import { parseRecipient } from '../domain/recipient.ts'
import { limitBody } from './limit-body.ts'

export interface LocaleHintsDeps {
  /** The bearer token of the app; without one there is no such route. */
  readonly token: string | undefined
  readonly hints: Pick<LocaleHints, 'keep'> | null
}

const locale = z.string().max(35).transform(canonical).pipe(z.string())
const body = z.union([
  z.object({ emailAddress: recipient('email'), locale }),
  z.object({ phoneNumber: recipient('sms'), locale }),
])

const FIX =
  'Send {"emailAddress": "ada@example.com", "locale": "de"} or {"phoneNumber": "+14155550123", "locale": "de"}; the locale is a BCP 47 language tag.'

/** Where the app tells in which language somebody signs up, before there is a user to know it of. */
export function localeHints({ token, hints }: LocaleHintsDeps): Hono {
  const routes = new Hono()
  if (!token || !hints) return routes

  routes.post('/api/locale-hints', limitBody(4 * 1024), async (c) => {
    const [scheme, given = ''] = c.req.header('authorization')?.split(' ') ?? []
    if (scheme?.toLowerCase() !== 'bearer' || !isSame(given, token)) {
      c.header('WWW-Authenticate', 'Bearer')
      return c.json({ error: 'unauthorized' }, 401)
    }
    const { data } = body.safeParse(await c.req.json().catch(() => null))
    if (!data) return c.json({ error: 'invalid_body', fix: FIX }, 400)
    if ('emailAddress' in data) await hints.keep('email', data.emailAddress, data.locale)
    else await hints.keep('sms', data.phoneNumber, data.locale)
    return c.body(null, 204)
  })
  return routes
}

function recipient(channel: 'email' | 'sms') {
  return z
    .string()
    .transform((value) => parseRecipient(channel, value))
    .pipe(z.string())
}

function canonical(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] ?? null
  } catch {
    return null
  }
}

function isSame(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

import { z } from 'zod'

const HTTP = /^https?$/

/** A URL with one of these protocols, without slashes at its end. */
export const urlOf = (protocol: RegExp, error: string) =>
  z
    .string()
    // A URL parser would silently drop line breaks and tabs.
    .regex(/^\S+$/, 'must be in one line, without spaces')
    .pipe(z.url({ protocol, error }))
    .transform((value) => value.replace(/\/+$/, ''))

/** A web address. */
export const webAddress = (error = 'must be an http(s) address') => urlOf(HTTP, error)

/** The address of an API, to which a path can be added: nothing can follow a query or a fragment. */
export const apiAddress = webAddress().pipe(
  z.string().regex(/^[^?#\\@]+$/, 'must not contain ?, #, @ or a backslash'),
)

/** Scheme and host as URL parsers, Twilio and browsers write them: in lower case and in ASCII. */
export const origin = webAddress('must be the http(s) address at which providers reach Bellhop')
  .pipe(
    z
      .string()
      .regex(
        /^https?:\/\/[^/?#\\@]+$/i,
        'must be scheme and host only, such as https://bellhop.example.com',
      ),
  )
  .transform((value) => new URL(value).origin)

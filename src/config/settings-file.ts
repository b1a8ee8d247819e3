import { z } from 'zod'
import { LONGEST_MS } from '../domain/expiry.ts'
import { languageTag } from '../domain/language-tag.ts'
import { LANES, priorityOf } from '../domain/priority.ts'
import {
  accountPage,
  appAddress,
  appName,
  colour,
  emailAddress,
  imageAddress,
  smsAppHash,
  smsAppName,
  supportAddress,
  supportPage,
} from './brand-settings.ts'
import { parseDuration } from './durations.ts'
import { SHORTEST_MS } from './lifetime-settings.ts'
import { country, rateLimits } from './limit-settings.ts'
import { isPicturePath, isSvgPath, NO_SVG } from './picture-path.ts'
import { emailSender } from './sender-settings.ts'

// Everything that bellhop.config.ts may contain.

const line = (most: number) =>
  z
    .string('must be text')
    .trim()
    .min(1, 'must not be empty')
    .max(most, `must have at most ${most} characters`)

// Controls and marks of direction would change what stands beside it.
const oneLineOf = (most: number) =>
  line(most).regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'must be one line without control characters')

// `*` stands for Clerk's name in a sender only.
const namedAddress = emailSender.refine(
  (value) => !/\*@/.test(value),
  'must name an address without *',
)

const pixels = z
  .number('must be a number of pixels')
  .int('must be a whole number of pixels')
  .min(8, 'must be 8 or more')
  .max(600, 'must be at most 600')

const picture = z
  .string('must be text')
  .refine((value) => isPicturePath(value) || imageAddress.safeParse(value).success, {
    error: ({ input }) =>
      isSvgPath(String(input))
        ? `is an SVG. ${NO_SVG}`
        : 'must be the https address of an image, or a file of the project that ends in .png, .jpg or .gif',
  })

const logo = z.strictObject({
  src: picture,
  /** Shown on a dark background. */
  dark: picture.optional(),
  width: pixels.optional(),
  height: pixels.optional(),
})

// Zod does not know what goes into it.
const pathOrLogo = z.preprocess(
  (value) => (typeof value === 'string' ? { src: value } : value),
  logo,
) as z.ZodType<z.output<typeof logo>, string | z.input<typeof logo>>

const brand = z
  .strictObject({
    name: appName,
    smsName: smsAppName,
    smsAppHash,
    appUrl: appAddress,
    logo: pathOrLogo,
    colors: z.strictObject({ primary: colour, buttonText: colour }).partial(),
    fontStack: line(200).regex(/^[\w\s"',-]+$/, 'must be a list of fonts, such as Inter, Arial'),
    supportEmail: supportAddress,
    supportUrl: supportPage,
    accountUrl: accountPage,
    address: line(300),
    links: z
      .array(z.strictObject({ label: line(40), url: supportPage }))
      .max(6, 'must have at most 6 links'),
    footer: line(500),
  })
  .partial()

const lifetime = z.string('must be text such as 10m').transform((value, context) => {
  const ms = parseDuration(value)
  if (ms !== null && ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms
  context.addIssue('must be a time from 30s to 366d, such as 10m, 2h or 1d')
  return z.NEVER
})

const rule = {
  use: z.enum(['own', 'clerk', 'off'], 'must be own, clerk or off'),
  lifetime,
  priority: z
    .enum(LANES, `must be ${LANES.join(', ')}`)
    .transform((lane): number => priorityOf(lane)),
}

const emailRule = z
  .strictObject({
    ...rule,
    from: emailSender,
    replyTo: namedAddress,
    bcc: emailAddress.refine((value) => !value.includes('*'), 'must name an address without *'),
    subject: oneLineOf(200),
  })
  .partial()

const smsRule = z.strictObject(rule).partial()

const slug = z.string().regex(/^[a-z][a-z0-9_]*$/, 'is not a slug of Clerk')

const messages = z
  .strictObject({ email: z.record(slug, emailRule), sms: z.record(slug, smsRule) })
  .partial()

const limits = z
  .strictObject({
    codes: rateLimits,
    notices: rateLimits,
    smsNewRange: rateLimits,
    smsKnownRange: rateLimits,
    smsCountries: z.array(country).min(1, 'must name a country'),
  })
  .partial()

const instance = z
  .strictObject({
    name: line(40),
    mark: oneLineOf(24),
    brand,
    from: emailSender,
    replyTo: namedAddress,
    messages,
    limits,
  })
  .partial()

// Messages can be filtered by the name.
function haveOwnNames(instances: Readonly<Record<string, { readonly name?: string | undefined }>>) {
  const names = Object.values(instances).flatMap(({ name }) => (name ? [name.toLowerCase()] : []))
  return new Set(names).size === names.length
}

// Imported when it is first needed, because React needs memory.
const template = z.custom<() => Promise<unknown>>(
  (value) => typeof value === 'function',
  "must be a function that imports the template, such as () => import('./emails/welcome.tsx')",
)

const locale = z
  .string('must be a language tag such as en or pt-BR')
  .transform(languageTag)
  .pipe(z.string('must be a language tag such as en or pt-BR'))

/** The settings of `bellhop.config.ts`, all optional. Names are a contract. */
export const settingsFile = z
  .strictObject({
    brand,
    from: emailSender,
    replyTo: namedAddress,
    instances: z
      .record(
        z.string().regex(/^ins_\w+$/, 'is not the id of a Clerk instance, such as ins_2abc'),
        instance,
      )
      .refine(haveOwnNames, 'must not give the same name to two instances'),
    messages,
    limits,
    templates: z.record(slug, template),
    /** A folder with `<language>.json`. */
    words: line(300),
    locales: z.array(locale).min(1, 'must name a language'),
  })
  .partial()

/** The settings, checked. */
export type Settings = z.output<typeof settingsFile>

export type BrandSettings = NonNullable<Settings['brand']>
export type LimitSettings = z.output<typeof limits>
export type EmailRule = z.output<typeof emailRule>

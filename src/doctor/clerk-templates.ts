import { type Check, fail, ok, type Result, warn } from './check.ts'

/** Who delivers the messages of one of Clerk's templates, and what is wrong with it. */
export interface TemplateDelivery {
  /** Such as `email verification_code`. */
  readonly label: string
  readonly deliveredBy: 'clerk' | 'you'
  /** Why Bellhop does not send what it should, of those that you deliver; null if it does. */
  readonly fault: {
    /** `nobody`: no message is sent. `clerk_text`: Bellhop sends Clerk's own text. */
    readonly sent: 'nobody' | 'clerk_text'
    /** Whether the settings ask for it. */
    readonly wanted: boolean
    readonly why: string
  } | null
}

export type ReadDeliveries = (
  signal: AbortSignal,
) => Promise<
  | { readonly kind: 'read'; readonly templates: readonly TemplateDelivery[] }
  | { readonly kind: 'not_read'; readonly result: Result }
>

const FIX =
  'Correct the settings, or let Clerk deliver these: bellhop clerk give-back, or the Clerk Dashboard > Customization.'

/** `clerk.templates`: Bellhop sends the messages of each template that Clerk leaves to it. */
export function templatesCheck(readDeliveries: ReadDeliveries): Check {
  return {
    id: 'clerk.templates',
    async run(signal) {
      const read = await readDeliveries(signal)
      return read.kind === 'read' ? resultOf(read.templates) : read.result
    },
  }
}

function resultOf(templates: readonly TemplateDelivery[]): Result {
  const faulty = templates.filter(({ fault }) => fault !== null)
  const who = sentenceAbout(templates)
  if (faulty.length === 0) return ok(who)
  const message = `${faulty.map(sentenceOf).join(' ')} ${who}`
  const isLost = faulty.some(({ fault }) => fault?.sent === 'nobody' && !fault.wanted)
  return isLost ? fail(message, FIX) : warn(message, FIX)
}

function sentenceOf({ label, fault }: TemplateDelivery): string {
  const what = fault?.sent === 'nobody' ? 'Nobody sends' : "Bellhop sends Clerk's own text for"
  return `${what} ${label}: ${fault?.why}.`
}

const MOST_NAMED = 10

function sentenceAbout(templates: readonly TemplateDelivery[]): string {
  const all = templates.length
  const clerks = templates.filter(({ deliveredBy }) => deliveredBy === 'clerk')
  if (clerks.length === all) return `Clerk delivers all ${all} templates, and Bellhop none.`
  if (clerks.length === 0) return `You deliver all ${all} templates.`
  const rest = clerks.length - MOST_NAMED
  const names = clerks.slice(0, MOST_NAMED).map(({ label }) => label)
  return `You deliver ${all - clerks.length} of ${all} templates. Clerk still delivers ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`
}

import type { InstanceSettings } from '../domain/instance-settings.ts'
import { ownEntry } from '../domain/own-entry.ts'
import type { Rendered, RenderInput } from '../domain/template.ts'
import { brandOf } from './brand.ts'
import { marked, markOfSms } from './development-mark.ts'
import { CLERKS_OWN, type Gap, gapOf } from './gap.ts'
import { languageOf } from './language.ts'
import { RIGHT_TO_LEFT, SMS, type SmsTemplate } from './sms.ts'
import { assertUsable } from './usable.ts'

/** Renders an SMS from its template, or from Clerk's own text as the fallback; null if it has none. */
export function renderSms(input: RenderInput, settings: InstanceSettings): Rendered | null {
  const { content, example } = input
  const mark = settings.mark ?? markOfSms(content.clerk)
  // At the start, because phones read the code from the last line. Only the direction comes before it.
  const finish = (text: string) => {
    const start = text.startsWith(RIGHT_TO_LEFT) ? RIGHT_TO_LEFT : ''
    const line = marked(mark, text.slice(start.length))
    return `${start}${example ? '[Test] ' : ''}${line}`
  }
  const result = writeSms(input, settings)
  if (result.kind === 'written') {
    const { body, template, locale } = result
    return { channel: 'sms', body: finish(body), template, locale, fallback: null }
  }
  if (result.kind === 'gap') input.onFallback?.(result.fallback, result.error)
  const fallback = result.kind === 'gap' ? result.fallback : null
  const text = content.clerk.text?.trim()
  return text ? { channel: 'sms', body: finish(text), ...CLERKS_OWN, fallback } : null
}

type SmsResult =
  | {
      readonly kind: 'written'
      readonly body: string
      readonly template: string
      readonly locale: string
    }
  /** The operator wants Clerk's own text. */
  | { readonly kind: 'clerk' }
  | ({ readonly kind: 'gap' } & Gap)

function writeSms(
  { slug, content, locales }: RenderInput,
  { brand: overrides, ruleOf }: InstanceSettings,
): SmsResult {
  // Clerk's own text cannot be wanted where there is none.
  if (ruleOf('sms', slug).use === 'clerk' && content.clerk.text?.trim()) return { kind: 'clerk' }
  try {
    const { appName, supportEmail, supportUrl } = brandOf(content.variables, overrides)
    const locale = languageOf(locales)
    const template = ownEntry<SmsTemplate>(SMS, slug)
    const body = template?.(content.variables, {
      appName: overrides.smsAppName ?? appName,
      appOrigin: overrides.appOrigin,
      appHash: overrides.smsAppHash,
      contacts: [supportEmail, supportUrl].filter((way) => way !== undefined),
      locale,
    })
    if (typeof body === 'object') return { kind: 'gap', ...gapOf(body) }
    if (!body || slug === null) return { kind: 'gap', fallback: 'unknown_slug' }
    assertUsable({ channel: 'sms', slug, variables: content.variables, texts: { text: body } })
    return { kind: 'written', body, template: slug, locale }
  } catch (error) {
    return { kind: 'gap', fallback: 'template_error', error }
  }
}

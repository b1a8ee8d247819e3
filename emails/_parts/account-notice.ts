import { sentences } from '../../src/templates/sentences.ts'
import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { factsOf } from './facts.tsx'
import { composeOnce, type LetterContent } from './letter.tsx'
import { originFacts, type RequestOrigin } from './request-origin.ts'
import { accountWays, supportWays } from './ways.tsx'

export interface AccountNoticeProps extends Common {
  /** The name of the reader. */
  readonly name?: string | undefined
  /** The address of the account. */
  readonly emailAddress?: string | undefined
  readonly newEmailAddress?: string | undefined
  /** The name that the reader gave to the passkey. */
  readonly passkey?: string | undefined
  readonly origin?: RequestOrigin | undefined
}

/**
 * What the owner of the account can still do. A new password can be set only while the account has a
 * password and this address. It does not remove a passkey or a second step that somebody else has added.
 */
const ADVICE = {
  password_changed: 'reset',
  password_removed: 'contact',
  primary_email_address_changed: 'contact',
  mfa_enabled: 'contact',
  passkey_added: 'passkey',
  passkey_removed: 'contact',
} as const

/** The letter about a change to an account. */
export function accountNotice(slug: keyof typeof ADVICE) {
  return composeOnce((props: AccountNoticeProps): LetterContent => {
    const { name, origin = {}, brand, locale } = props
    const t = wordsOf(locale, brand.appName)
    const advised = ADVICE[slug]
    const help = supportWays(t, brand)
    const account = accountWays(t, brand)
    const advice = sentences(locale, [t('advice.intruder'), t(`advice.${advised}`)])
    return {
      subject: t(`emails.${slug}.subject`),
      // The subject says what happened.
      preheader: sentences(locale, [t('not_you'), t(`advice.${advised}`)]),
      greeting: name && t('greeting', { name }),
      paragraphs: [t(`emails.${slug}.body`)],
      facts: [
        ...factsOf(t, {
          email_address: props.emailAddress,
          new_email_address: props.newEmailAddress,
          passkey: props.passkey,
        }),
        ...originFacts(t, locale, origin),
      ],
      aside: {
        title: t('not_you'),
        text: advice,
        ways: advised === 'contact' ? [...help, ...account] : [...account, ...help],
      },
      reason: 'account',
    }
  })
}

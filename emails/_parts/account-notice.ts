import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { factsOf } from './facts.tsx'
import { composeOnce, type LetterContent } from './letter.tsx'
import { originFacts, type RequestOrigin } from './request-origin.ts'

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

type Slug =
  | 'password_changed'
  | 'password_removed'
  | 'primary_email_address_changed'
  | 'mfa_enabled'
  | 'passkey_added'
  | 'passkey_removed'

/** The letter about a change to an account. */
export function accountNotice(slug: Slug) {
  return composeOnce((props: AccountNoticeProps): LetterContent => {
    const { name, origin = {} } = props
    const t = wordsOf(props.locale, props.brand.appName)
    return {
      subject: t(`emails.${slug}.subject`),
      preheader: t(`emails.${slug}.body`),
      greeting: name && t('greeting', { name }),
      paragraphs: [t(`emails.${slug}.body`)],
      facts: [
        ...factsOf(t, {
          email_address: props.emailAddress,
          new_email_address: props.newEmailAddress,
          passkey: props.passkey,
        }),
        ...originFacts(t, origin),
      ],
      aside: { title: t('not_you'), text: t('secure_account') },
    }
  })
}

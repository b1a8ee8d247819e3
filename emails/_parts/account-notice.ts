import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { factsOf } from './facts.tsx'
import { type LetterContent, once } from './letter.tsx'
import { originFacts, type RequestOrigin } from './request-origin.ts'

export interface AccountNoticeProps extends Common {
  /** What Clerk calls the reader. */
  readonly name?: string | undefined
  /** Whose account it is. */
  readonly emailAddress?: string | undefined
  readonly newEmailAddress?: string | undefined
  /** What the reader called it. */
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

/** What an email says that tells of a change to somebody's account. */
export function accountNotice(slug: Slug) {
  return once((props: AccountNoticeProps): LetterContent => {
    const { name, origin = {} } = props
    const say = wordsOf(props.locale, props.brand.appName)
    return {
      subject: say(`emails.${slug}.subject`),
      preheader: say(`emails.${slug}.body`),
      greeting: name && say('greeting', { name }),
      paragraphs: [say(`emails.${slug}.body`)],
      facts: [
        ...factsOf(say, {
          email_address: props.emailAddress,
          new_email_address: props.newEmailAddress,
          passkey: props.passkey,
        }),
        ...originFacts(say, origin),
      ],
      aside: { title: say('not_you'), text: say('secure_account') },
    }
  })
}

import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { composeOnce, type LetterContent } from './letter.tsx'
import { originFacts, type RequestOrigin } from './request-origin.ts'

export interface LinkProps extends Common {
  readonly link: string
  readonly minutes: number
  readonly origin: RequestOrigin
}

/** The letter with a link to sign in, to sign up or to confirm something. */
export function linkLetter(
  slug: 'magic_link_sign_in' | 'magic_link_sign_up' | 'magic_link_user_profile',
) {
  return composeOnce(({ link, minutes, origin, brand, locale }: LinkProps): LetterContent => {
    const t = wordsOf(locale, brand.appName)
    const closing = t('link_life', { minutes })
    return {
      subject: t(`emails.${slug}.subject`),
      preheader: closing,
      paragraphs: [t(`emails.${slug}.prompt`)],
      button: {
        label: t(`emails.${slug}.button`),
        href: link,
        otherwise: t('button_fallback'),
      },
      closing,
      aside: {
        title: t('not_requested'),
        text: t(`emails.${slug}.advice`),
        facts: originFacts(t, locale, origin),
      },
      reason: slug === 'magic_link_user_profile' ? 'account' : 'request',
    }
  })
}

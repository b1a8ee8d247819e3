import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { type LetterContent, once } from './letter.tsx'
import { originFacts, type RequestOrigin } from './request-origin.ts'

export interface LinkProps extends Common {
  readonly link: string
  readonly minutes: number
  readonly origin: RequestOrigin
}

/** What an email with a link to sign in or to confirm something says. */
export function linkLetter(
  slug: 'magic_link_sign_in' | 'magic_link_sign_up' | 'magic_link_user_profile',
) {
  return once(({ link, minutes, origin, brand, locale }: LinkProps): LetterContent => {
    const say = wordsOf(locale, brand.appName)
    const prompt = say(`emails.${slug}.prompt`)
    const closing = say('link_life', { minutes })
    return {
      subject: say(`emails.${slug}.subject`),
      preheader: `${prompt} ${closing}`,
      paragraphs: [prompt],
      button: {
        label: say(`emails.${slug}.button`),
        href: link,
        otherwise: say('button_fallback'),
      },
      closing,
      aside: {
        title: say('not_requested'),
        text: say(`emails.${slug}.advice`),
        facts: originFacts(say, origin),
      },
    }
  })
}

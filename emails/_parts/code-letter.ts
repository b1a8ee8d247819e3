import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { composeOnce, type LetterContent } from './letter.tsx'
import { originFacts, type RequestOrigin } from './request-origin.ts'

export interface CodeProps extends Common {
  readonly code: string
  readonly origin: RequestOrigin
}

/** How long a code of Clerk works. The event does not contain this. */
const MINUTES = 10

/** The letter with a code. */
export function codeLetter(slug: 'verification_code' | 'reset_password_code') {
  return composeOnce(({ code, origin, brand, locale, codeInSubject }: CodeProps): LetterContent => {
    const t = wordsOf(locale, brand.appName)
    const heading = t(`emails.${slug}.heading`)
    const prompt = t(`emails.${slug}.prompt`)
    const closing = t('code_life', { minutes: MINUTES })
    return {
      subject: codeInSubject ? t(`emails.${slug}.subject`, { code }) : heading,
      heading,
      preheader: codeInSubject ? `${prompt} ${code} · ${closing}` : `${prompt} ${closing}`,
      paragraphs: [prompt],
      code,
      closing,
      aside: {
        title: t('not_requested'),
        text: t(`emails.${slug}.advice`),
        facts: originFacts(t, origin),
      },
    }
  })
}

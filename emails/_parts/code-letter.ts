import { CODE_MINUTES } from '../../src/templates/code-life.ts'
import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { composeOnce, type LetterContent } from './letter.tsx'
import { originFacts, type RequestOrigin } from './request-origin.ts'

export interface CodeProps extends Common {
  readonly code: string
  readonly origin: RequestOrigin
}

/** The letter with a code. */
export function codeLetter(slug: 'verification_code' | 'reset_password_code') {
  return composeOnce(({ code, origin, brand, locale, codeInSubject }: CodeProps): LetterContent => {
    const t = wordsOf(locale, brand.appName)
    const heading = t(`emails.${slug}.heading`)
    const closing = t('code_life', { minutes: CODE_MINUTES })
    return {
      subject: codeInSubject ? t(`emails.${slug}.subject`, { code }) : heading,
      heading,
      // The subject has the code, or says what it is for.
      preheader: closing,
      paragraphs: [t(`emails.${slug}.prompt`)],
      code,
      closing,
      aside: {
        title: t('not_requested'),
        text: t(`emails.${slug}.advice`),
        facts: originFacts(t, locale, origin),
      },
      reason: 'request',
    }
  })
}

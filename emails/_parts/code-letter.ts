import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { type LetterContent, once } from './letter.tsx'
import { originFacts, type RequestOrigin } from './request-origin.ts'

export interface CodeProps extends Common {
  readonly code: string
  readonly origin: RequestOrigin
}

/** Clerk's codes live that long; it does not tell. */
const MINUTES = 10

/** What an email with a code says. */
export function codeLetter(slug: 'verification_code' | 'reset_password_code') {
  return once(({ code, origin, brand, locale, codeInSubject }: CodeProps): LetterContent => {
    const say = wordsOf(locale, brand.appName)
    const heading = say(`emails.${slug}.heading`)
    const prompt = say(`emails.${slug}.prompt`)
    const closing = say('code_life', { minutes: MINUTES })
    return {
      subject: codeInSubject ? say(`emails.${slug}.subject`, { code }) : heading,
      heading,
      preheader: codeInSubject ? `${prompt} ${code} · ${closing}` : `${prompt} ${closing}`,
      paragraphs: [prompt],
      code,
      closing,
      aside: {
        title: say('not_requested'),
        text: say(`emails.${slug}.advice`),
        facts: originFacts(say, origin),
      },
    }
  })
}

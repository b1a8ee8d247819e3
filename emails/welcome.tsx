import { wordsOf } from '../src/templates/words.ts'
import { type Common, PREVIEW } from './_parts/common.ts'
import { Letter, type LetterContent, once, written } from './_parts/letter.tsx'

export interface WelcomeProps extends Common {
  /** Of the new user; many have none. */
  readonly firstName?: string | undefined
}

const letter = once(({ firstName, brand, locale }: WelcomeProps): LetterContent => {
  const say = wordsOf(locale, brand.appName)
  return {
    subject: say('emails.welcome.subject'),
    greeting: firstName && say('greeting', { name: firstName }),
    paragraphs: [say('emails.welcome.body')],
    ...(brand.appUrl && {
      button: {
        label: say('emails.welcome.button'),
        href: brand.appUrl,
        otherwise: say('button_fallback'),
      },
    }),
    closing: say('emails.welcome.closing'),
  }
})

export default function Welcome(props: WelcomeProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = written(letter)

Welcome.PreviewProps = { ...PREVIEW, firstName: 'Ada' } satisfies WelcomeProps

import { wordsOf } from '../src/templates/words.ts'
import { type Common, PREVIEW } from './_parts/common.ts'
import { composeOnce, Letter, type LetterContent, subjectAndText } from './_parts/letter.tsx'

export interface WelcomeProps extends Common {
  /** The first name of the new user. Many users have none. */
  readonly firstName?: string | undefined
}

const letter = composeOnce(({ firstName, brand, locale }: WelcomeProps): LetterContent => {
  const t = wordsOf(locale, brand.appName)
  return {
    subject: t('emails.welcome.subject'),
    greeting: firstName && t('greeting', { name: firstName }),
    paragraphs: [t('emails.welcome.body')],
    ...(brand.appUrl && {
      button: {
        label: t('emails.welcome.button'),
        href: brand.appUrl,
        otherwise: t('button_fallback'),
      },
    }),
    closing: t('emails.welcome.closing'),
  }
})

export default function Welcome(props: WelcomeProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

Welcome.PreviewProps = { ...PREVIEW, firstName: 'Ada' } satisfies WelcomeProps

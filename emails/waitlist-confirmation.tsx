import { wordsOf } from '../src/templates/words.ts'
import { type Common, PREVIEW } from './_parts/common.ts'
import { composeOnce, Letter, type LetterContent, subjectAndText } from './_parts/letter.tsx'

const letter = composeOnce(({ brand, locale }: Common): LetterContent => {
  const t = wordsOf(locale, brand.appName)
  return {
    subject: t('emails.waitlist_confirmation.subject'),
    paragraphs: [t('emails.waitlist_confirmation.body')],
    reason: 'waitlist',
  }
})

export default function WaitlistConfirmation(props: Common) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

WaitlistConfirmation.PreviewProps = PREVIEW

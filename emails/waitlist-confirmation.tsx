import { wordsOf } from '../src/templates/words.ts'
import { type Common, PREVIEW } from './_parts/common.ts'
import { Letter, type LetterContent, once, written } from './_parts/letter.tsx'

const letter = once(({ brand, locale }: Common): LetterContent => {
  const say = wordsOf(locale, brand.appName)
  return {
    subject: say('emails.waitlist_confirmation.subject'),
    paragraphs: [say('emails.waitlist_confirmation.body')],
  }
})

export default function WaitlistConfirmation(props: Common) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = written(letter)

WaitlistConfirmation.PreviewProps = PREVIEW

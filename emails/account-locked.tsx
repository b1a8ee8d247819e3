import { wordsOf } from '../src/templates/words.ts'
import { type Common, PREVIEW } from './_parts/common.ts'
import { factsOf } from './_parts/facts.tsx'
import { composeOnce, Letter, type LetterContent, subjectAndText } from './_parts/letter.tsx'

export interface AccountLockedProps extends Common {
  /** This and the next three are texts from Clerk. */
  readonly lockedAt?: string | undefined
  readonly failedAttempts?: string | undefined
  readonly unlocksAt?: string | undefined
  readonly duration?: string | undefined
}

const letter = composeOnce((props: AccountLockedProps): LetterContent => {
  const t = wordsOf(props.locale, props.brand.appName)
  return {
    subject: t('emails.account_locked.subject'),
    paragraphs: [t('emails.account_locked.body')],
    facts: factsOf(t, {
      time: props.lockedAt,
      failed_attempts: props.failedAttempts,
      lockout_duration: props.duration,
      unlock_time: props.unlocksAt,
    }),
    aside: { title: t('not_you'), text: t('emails.account_locked.advice') },
  }
})

export default function AccountLocked(props: AccountLockedProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

AccountLocked.PreviewProps = {
  ...PREVIEW,
  lockedAt: '21 November 2026, 10:14 UTC',
  failedAttempts: '100',
  unlocksAt: '21 November 2026, 11:14 UTC',
  duration: '1 hour',
} satisfies AccountLockedProps

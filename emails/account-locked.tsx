import { wordsOf } from '../src/templates/words.ts'
import { type Common, PREVIEW } from './_parts/common.ts'
import { factsOf } from './_parts/facts.tsx'
import { Letter, type LetterContent, once, written } from './_parts/letter.tsx'

export interface AccountLockedProps extends Common {
  /** Finished texts of Clerk's. */
  readonly lockedAt?: string | undefined
  readonly failedAttempts?: string | undefined
  readonly unlocksAt?: string | undefined
  readonly duration?: string | undefined
}

const letter = once((props: AccountLockedProps): LetterContent => {
  const say = wordsOf(props.locale, props.brand.appName)
  return {
    subject: say('emails.account_locked.subject'),
    paragraphs: [say('emails.account_locked.body')],
    facts: factsOf(say, {
      time: props.lockedAt,
      failed_attempts: props.failedAttempts,
      lockout_duration: props.duration,
      unlock_time: props.unlocksAt,
    }),
    aside: { title: say('not_you'), text: say('emails.account_locked.advice') },
  }
})

export default function AccountLocked(props: AccountLockedProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = written(letter)

AccountLocked.PreviewProps = {
  ...PREVIEW,
  lockedAt: '21 November 2026, 10:14 UTC',
  failedAttempts: '100',
  unlocksAt: '21 November 2026, 11:14 UTC',
  duration: '1 hour',
} satisfies AccountLockedProps

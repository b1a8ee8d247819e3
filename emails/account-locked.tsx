import { localDuration, localTime } from '../src/templates/local-time.ts'
import { wordsOf } from '../src/templates/words.ts'
import { type Common, PREVIEW } from './_parts/common.ts'
import { factsOf } from './_parts/facts.tsx'
import { composeOnce, Letter, type LetterContent, subjectAndText } from './_parts/letter.tsx'
import { accountWays, supportWays } from './_parts/ways.tsx'

export interface AccountLockedProps extends Common {
  /** This and the next three are texts from Clerk. */
  readonly lockedAt?: string | undefined
  readonly failedAttempts?: string | undefined
  readonly unlocksAt?: string | undefined
  readonly duration?: string | undefined
}

const letter = composeOnce((props: AccountLockedProps): LetterContent => {
  const { lockedAt, unlocksAt, duration, brand, locale } = props
  const t = wordsOf(locale, brand.appName)
  return {
    subject: t('emails.account_locked.subject'),
    paragraphs: [t('emails.account_locked.body')],
    facts: factsOf(t, {
      time: lockedAt && localTime(locale, lockedAt),
      failed_attempts: props.failedAttempts,
      lockout_duration: duration && localDuration(locale, duration),
      unlock_time: unlocksAt && localTime(locale, unlocksAt),
    }),
    aside: {
      title: t('not_you'),
      text: t('emails.account_locked.advice'),
      ways: [...accountWays(t, brand), ...supportWays(t, brand)],
    },
    reason: 'account',
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

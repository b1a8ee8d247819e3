/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { LedgerMessage } from '../../store/views/ledger.ts'
import { Time } from '../ui/time.tsx'

const NUMBERS: Readonly<Record<string, string>> = {
  unassigned: 'No such number exists: it is not in the numbering plan of any country.',
  premium_rate: 'It is a premium-rate or shared-cost number, which gets no SMS.',
  satellite: 'It is a satellite or international network number, which gets no SMS.',
  fixed_line: 'It is a fixed-line number, which gets no SMS.',
}

const WORDS: Readonly<Record<string, string>> = {
  delivered_by_clerk: 'Clerk sends this message itself. Bellhop only took note of it.',
  example: 'It is an example of Clerk’s Dashboard, and no address for examples is set.',
  test_recipient: 'It is one of Clerk’s test addresses, which accept a fixed code.',
  suppressed: 'Its recipient was suppressed when it was due.',
  disabled: 'The welcome email is switched off.',
  erased: 'Its person was erased or deleted before it was sent.',
  imported: 'The account is much older than the event, so it was imported and gets no welcome.',
}

/** Why a message was not sent although nothing failed, and whether it is sent later. */
export function whySkipped({ reason, detail, channel, releaseAt }: LedgerMessage): Child {
  switch (reason) {
    case 'too_many':
      return detail === 'range' ? (
        <>
          Many different numbers of its range were written to in a short time, as in an attack on
          your SMS costs. It is not sent by itself. If its reader asks again later, the new message
          is judged again.
        </>
      ) : (
        <>
          Its recipient got as many {channel === 'sms' ? 'SMS' : 'emails'} as one recipient may get
          in that time. <Release at={releaseAt} />
        </>
      )
    case 'budget':
      return (
        <>
          The SMS segments of this day (SMS_DAILY_SEGMENTS) were used up. It is not sent by itself.
        </>
      )
    case 'country':
      return (
        <>The country of the number ({detail}) is not one of those that get SMS (SMS_COUNTRIES).</>
      )
    case 'no_recipient':
      return (
        (detail && (NUMBERS[detail] ?? detail)) ??
        'The event names no address or number that can be used.'
      )
    default:
      return (reason && (WORDS[reason] ?? reason)) ?? ''
  }
}

function Release({ at }: { at: Date | null }) {
  if (!at)
    return (
      <>
        It is not sent by itself: it expires first, a newer one has taken its place, somebody sent
        it by hand, or its person was erased.
      </>
    )
  return (
    <>
      It is sent by itself <Time at={at} />, unless a newer one takes its place.
    </>
  )
}

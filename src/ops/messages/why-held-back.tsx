/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { LedgerMessage } from '../../store/views/ledger.ts'
import { Notice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'

/** Why a limit kept a message from being sent, and whether it is sent later. */
export function WhyHeldBack({ message }: { message: LedgerMessage }) {
  const why = message.status === 'skipped' ? whyOf(message) : null
  if (!why) return null
  return <Notice tone="warn">{why}</Notice>
}

const NUMBERS: Readonly<Record<string, string>> = {
  unassigned: 'No such number exists: it is not in the numbering plan of any country.',
  premium_rate: 'It is a premium-rate or shared-cost number, which gets no SMS.',
  satellite: 'It is a satellite or international network number, which gets no SMS.',
  fixed_line: 'It is a fixed-line number, which gets no SMS.',
}

function whyOf({ reason, detail, channel, releaseAt }: LedgerMessage): Child {
  switch (reason) {
    case 'too_many':
      return detail === 'range' ? (
        <>
          Held back: many different numbers of its range were written to in a short time, as in an
          attack on your SMS costs. It is not sent by itself. If its reader asks again later, the
          new message is judged again.
        </>
      ) : (
        <>
          Held back: its recipient got as many {channel === 'sms' ? 'SMS' : 'emails'} as one
          recipient may get in that time. <Release at={releaseAt} />
        </>
      )
    case 'budget':
      return (
        <>
          Held back: the SMS segments of this day (SMS_DAILY_SEGMENTS) were used up. It is not sent
          by itself.
        </>
      )
    case 'country':
      return (
        <>
          Not sent: the country of the number ({detail}) is not one of those that get SMS
          (SMS_COUNTRIES).
        </>
      )
    case 'no_recipient':
      return detail === null ? null : <>Not sent: {NUMBERS[detail] ?? detail}</>
    default:
      return null
  }
}

function Release({ at }: { at: Date | null }) {
  if (!at)
    return (
      <>It is not sent by itself, because it expires first or a newer one has taken its place.</>
    )
  return (
    <>
      It is sent by itself at <Time at={at} />, unless a newer one takes its place.
    </>
  )
}

/** @jsxImportSource hono/jsx */
import { Link } from '../ui/link.tsx'
import { Headings, Scroll } from '../ui/table.tsx'
import type { Overview } from './overview.ts'

const WORDS: Readonly<Record<string, string>> = {
  'too_many recipient': 'too many to one recipient',
  'too_many range': 'too many numbers of one range',
  budget: 'the segments of the day were used up',
  'no_recipient unassigned': 'no such number',
  'no_recipient premium_rate': 'premium-rate number',
  'no_recipient satellite': 'satellite number',
  'no_recipient fixed_line': 'fixed-line number',
  no_recipient: 'no usable address or number',
}

/** What the limits on abuse kept from being sent, and the segments of the day. */
export function HeldBack({
  heldBack,
  segments,
  dailySegments,
}: Pick<Overview, 'heldBack' | 'segments' | 'dailySegments'>) {
  return (
    <>
      <Segments segments={segments} dailySegments={dailySegments} />
      {heldBack.length === 0 ? (
        <p class="soft">No limit held a message back.</p>
      ) : (
        <HeldBackTable heldBack={heldBack} />
      )}
    </>
  )
}

function HeldBackTable({ heldBack }: Pick<Overview, 'heldBack'>) {
  return (
    <Scroll label="Held back">
      <table>
        <Headings names={['Why', 'Channel', 'Messages']} />
        <tbody>
          {heldBack.map(({ reason, detail, channel, count }) => (
            <tr>
              <td>
                <Link to={`/messages?${new URLSearchParams({ reason, channel })}`}>
                  {reason === 'country'
                    ? `country: ${detail}`
                    : (WORDS[[reason, detail].filter(Boolean).join(' ')] ?? reason)}
                </Link>
              </td>
              <td>{channel}</td>
              <td>{count.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function Segments({ segments, dailySegments }: Pick<Overview, 'segments' | 'dailySegments'>) {
  const used = segments.toLocaleString('en')
  if (dailySegments === null) return <p>{used} SMS segments today (UTC), of any number.</p>
  const share = `${Math.floor((100 * segments) / dailySegments)} %`
  return (
    <p>
      {used} of {dailySegments.toLocaleString('en')} SMS segments today (UTC),{' '}
      {segments >= dailySegments ? <strong class="bad">{share}</strong> : share}.
    </p>
  )
}

/** @jsxImportSource hono/jsx */
import { Link } from '../ui/link.tsx'
import { Time } from '../ui/time.tsx'
import type { Overview } from './overview.ts'

type ProblemsProps = Pick<Overview, 'suppressions' | 'refusals' | 'unknownSlugs' | 'ignoredTypes'>

/** What an operator should look at. */
export function Problems({ suppressions, refusals, unknownSlugs, ignoredTypes }: ProblemsProps) {
  return (
    <ul>
      <SuppressedAddresses suppressions={suppressions} />
      <RefusedWebhooks refusals={refusals} />
      <UnknownSlugs unknownSlugs={unknownSlugs} />
      {ignoredTypes.length > 0 && <IgnoredTypes ignoredTypes={ignoredTypes} />}
    </ul>
  )
}

function SuppressedAddresses({ suppressions: { email, sms } }: Pick<Overview, 'suppressions'>) {
  const count = email + sms
  return (
    <li>
      <Link to="/suppressions">
        {count === 1 ? '1 suppressed address' : `${count} suppressed addresses`}
      </Link>
      {count > 0 && (
        <span class="soft">
          {' '}
          {email} email, {sms} sms
        </span>
      )}
    </li>
  )
}

function RefusedWebhooks({ refusals: { total, since, bySource } }: Pick<Overview, 'refusals'>) {
  return (
    <li>
      {total} webhooks with a bad signature, in this process since <Time at={since} />
      {total > 0 && (
        <span class="soft"> {[...bySource].map(([name, n]) => `${name} ${n}`).join(', ')}</span>
      )}
    </li>
  )
}

function UnknownSlugs({ unknownSlugs }: Pick<Overview, 'unknownSlugs'>) {
  if (unknownSlugs.length === 0) return <li>No slug without a template in the last 7 days</li>
  return (
    <li>
      Slugs without a template in the last 7 days, sent with Clerk's own text:
      <ul>
        {unknownSlugs.map(({ channel, slug, count, latest }) => (
          <li>
            {slug === null ? (
              <em>none</em>
            ) : (
              <Link to={`/messages?${new URLSearchParams({ channel, slug })}`}>{slug}</Link>
            )}{' '}
            <span class="soft">
              {channel}, {count} ×, last <Time at={latest} />
            </span>
          </li>
        ))}
      </ul>
    </li>
  )
}

function IgnoredTypes({ ignoredTypes }: Pick<Overview, 'ignoredTypes'>) {
  return (
    <li>
      <strong class="bad">Events of unknown types</strong> in the last 7 days. Clerk does not
      deliver their messages, and Bellhop cannot:
      <ul>
        {ignoredTypes.map(({ type, count, latest }) => (
          <li>
            {type}{' '}
            <span class="soft">
              {count} ×, last <Time at={latest} />
            </span>
          </li>
        ))}
      </ul>
    </li>
  )
}

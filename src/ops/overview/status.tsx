/** @jsxImportSource hono/jsx */

import { secondsText } from '../ui/duration.ts'
import { StatusLine } from '../ui/status-line.tsx'
import { Time } from '../ui/time.tsx'
import { nameOf } from './providers-in-use.ts'
import type { Overview } from './read-overview.ts'
import type { Verdict } from './verdict.ts'
import { SILENT } from './verdicts.ts'

type Read = Extract<Overview, { kind: 'read' }>

/** Whether all is well, and if not, what is wrong, since when, and what helps. */
export function Status({ overview }: { overview: Overview }) {
  if (overview.kind === 'silent') return <NotWell verdict={SILENT} />
  const { verdicts } = overview
  if (verdicts.length > 0) {
    return (
      <>
        {verdicts.map((verdict) => (
          <NotWell verdict={verdict} />
        ))}
      </>
    )
  }
  return <Well overview={overview} />
}

/** Nothing is wrong. Whether it works is only known of providers that have accepted a message. */
function Well({ overview: { figures, service } }: { overview: Read }) {
  const { count, p95 } = figures.codes.now
  const unproven = service.providers.filter(
    ({ role, provider, lastSuccessAt }) =>
      role === 'first' && provider !== 'capture' && lastSuccessAt === null,
  )
  if (unproven.length > 0) {
    const names = unproven.map(({ provider }) => nameOf(provider)).join(' and ')
    return (
      <StatusLine
        tone="well"
        title="Nothing is wrong so far"
        link={{ to: '/doctor', text: 'Run the checks' }}
      >
        {names} {unproven.length === 1 ? 'has' : 'have'} not accepted a message yet. The checks say
        whether {unproven.length === 1 ? 'it' : 'they'} will.
      </StatusLine>
    )
  }
  return (
    <StatusLine tone="well" title="All is well">
      No provider is stopped, and no code is late. {p95 !== null && speedText(count, p95)}
    </StatusLine>
  )
}

function speedText(count: number, p95: number): string {
  if (count === 1) return `The code of the last hour was sent within ${secondsText(p95)}.`
  return `95 % of the ${count.toLocaleString('en')} codes of the last hour were sent within ${secondsText(p95)}.`
}

function NotWell({ verdict: { tone, title, cause, since, means, link } }: { verdict: Verdict }) {
  return (
    <StatusLine tone={tone} title={title} link={link}>
      {since && (
        <>
          Began <Time at={since} />.{' '}
        </>
      )}
      {cause} {means}
    </StatusLine>
  )
}

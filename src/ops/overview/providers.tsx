/** @jsxImportSource hono/jsx */
import { Badge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Link } from '../ui/link.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import type { ServiceReading } from './overview.ts'
import { nameOf, type ProviderNow } from './providers-in-use.ts'

const COLUMNS = [
  { name: 'State' },
  { name: 'Provider', line: 1 },
  { name: 'Takes now' },
  { name: 'Requests' },
  { name: 'Last accepted', end: true },
] as const

/** Whether each provider works, which one takes messages, and how fast it may be asked. */
export function Providers({ providers }: Pick<ServiceReading, 'providers'>) {
  const real = providers.filter(({ provider }) => provider !== 'capture')
  if (real.length === 0) {
    return (
      <EmptyState title="No provider is set up">
        <p>
          Every message is captured and stays in the <Link to="/">outbox</Link>. No message leaves
          this machine.
        </p>
      </EmptyState>
    )
  }
  return (
    <Table
      label="Providers"
      columns={COLUMNS}
      rows={providers.map((one) => ({
        cells: [
          <State provider={one} />,
          <>
            <strong>{nameOf(one.provider)}</strong>
            {one.role === 'stand-by' && <span class="soft"> stand-by</span>}
            <Cause provider={one} />
          </>,
          takesText(one),
          rateText(one),
          one.lastSuccessAt ? (
            <Time at={one.lastSuccessAt} />
          ) : (
            <span class="soft">nothing yet</span>
          ),
        ],
      }))}
    />
  )
}

function State({ provider: { provider, stop, lastSuccessAt } }: { provider: ProviderNow }) {
  if (provider === 'capture') {
    return (
      <Badge tone="none" icon="stop">
        captures
      </Badge>
    )
  }
  if (stop) {
    return (
      <Badge tone="trouble" icon="triangle">
        stopped
      </Badge>
    )
  }
  return lastSuccessAt ? (
    <Badge tone="delivered" icon="check">
      works
    </Badge>
  ) : (
    <Badge tone="none" icon="clock">
      not used yet
    </Badge>
  )
}

function Cause({ provider: { stop } }: { provider: ProviderNow }) {
  if (!stop) return null
  return (
    <div class="soft">
      <span class="bad">stopped by {stop.cause}</span>
      {stop.probeAt && (
        <>
          , next try <Time at={stop.probeAt} />
        </>
      )}
    </div>
  )
}

function takesText({ channel, role, takesMessages }: ProviderNow): string {
  if (takesMessages) return channel === 'email' ? 'emails' : 'SMS'
  return role === 'stand-by' ? 'stands by' : 'nothing'
}

function rateText({ requestsPerSecond, provider }: ProviderNow): string {
  if (provider === 'capture' || requestsPerSecond === null) return 'no limit'
  return `${requestsPerSecond}/s`
}

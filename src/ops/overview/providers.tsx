/** @jsxImportSource hono/jsx */
import { ASK_DOCTOR } from '../../domain/doctor.ts'
import { Link } from '../ui/link.tsx'
import { Time } from '../ui/time.tsx'
import type { Overview } from './overview.ts'

/** Whether each provider works, and how fast it may be asked. */
export function Providers({ transports }: Pick<Overview, 'transports'>) {
  return (
    <>
      {transports.length === 0 && (
        <p class="soft">No provider is set up: no message leaves this machine.</p>
      )}
      <ul>
        {transports.map(({ provider, stoppedBy, probeAt, requestsPerSecond }) => (
          <li>
            {provider}:{' '}
            {stoppedBy === null ? (
              'works'
            ) : (
              <>
                <strong class="bad">stopped by {stoppedBy}</strong>
                {probeAt && (
                  <>
                    , next try at <Time at={probeAt} />
                  </>
                )}
                . <Link to="/doctor">{ASK_DOCTOR}</Link>
              </>
            )}
            {requestsPerSecond !== null && (
              <span class="soft"> {requestsPerSecond} requests per second</span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

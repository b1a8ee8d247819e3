/** @jsxImportSource hono/jsx */
import { BUDGET_ALERT_SHARE, BUDGET_RESERVE_SHARE } from '../../domain/sending-limits.ts'
import type { Limits } from '../../store/views/limits.ts'
import { Card } from '../ui/card.tsx'

/** The SMS segments of the day, against those that the settings allow. */
export function Budget({ limits }: { limits: Limits }) {
  const { segmentsToday, dailySegments } = limits
  const used = segmentsToday.toLocaleString('en')
  if (dailySegments === null) {
    return (
      <Card title="SMS segments today (UTC)" value={used} note="no limit is set">
        <p class="soft">
          <code>SMS_DAILY_SEGMENTS</code> limits what one day can cost.
        </p>
      </Card>
    )
  }
  const share = dailySegments === 0 ? 1 : segmentsToday / dailySegments
  const most = dailySegments.toLocaleString('en')
  return (
    <Card title="SMS segments today (UTC)" value={used} note={`of ${most}`}>
      <Bar share={share} label={`${used} of ${most} segments`} />
      <p class={share >= 1 ? 'bad' : 'soft'}>
        {Math.floor(100 * share)} % used. {meaningOf(share)}
      </p>
    </Card>
  )
}

function meaningOf(share: number): string {
  if (share >= BUDGET_RESERVE_SHARE) return 'No SMS is sent before midnight UTC.'
  if (share >= 1) return 'Only codes to numbers that got an SMS before are still sent.'
  if (share >= BUDGET_ALERT_SHARE) return 'At 100 % most SMS are held back.'
  return `An alert is raised at ${Math.round(100 * BUDGET_ALERT_SHARE)} %.`
}

function Bar({ share, label }: { share: number; label: string }) {
  const tone = share >= 1 ? 'trouble' : share >= BUDGET_ALERT_SHARE ? 'doubtful' : 'sent'
  return (
    <svg
      class={`budget g-${tone}`}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect class="budget-all" width="100" height="4" />
      <rect width={Math.min(100, 100 * share).toFixed(2)} height="4" />
    </svg>
  )
}

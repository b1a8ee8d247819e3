import type { LookUpNumber } from '../../domain/number-facts.ts'
import { BUDGET_ALERT_SHARE } from '../../domain/sending-limits.ts'
import { endAlerts, raiseAlert } from '../../store/alerts.ts'
import type { Db } from '../../store/engine/database.ts'
import { hasBudgetHeldBack, listPumpedRanges, segmentsOfDay } from '../../store/views/held-back.ts'
import type { MakeAlert } from './conditions.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
// Long enough that each round sees what an instance held back since the last one.
const LOOK_BACK_MS = 10 * MINUTE_MS
// An attack on all ranges of a country must not become a thousand alerts.
const MOST_RANGES = 20

/** Raises an alert for each range of numbers that is pumped: at most once an hour while it goes on. */
export async function checkPumping(
  tx: Db,
  make: MakeAlert,
  lookUpNumber: LookUpNumber,
  at: Date,
): Promise<void> {
  const since = new Date(at.getTime() - LOOK_BACK_MS)
  for (const { number, count } of await listPumpedRanges(tx, since, at, MOST_RANGES)) {
    const range = `${number.slice(0, -4)}****`
    const data = { country: lookUpNumber(number).country, range, count }
    await raiseAlert(tx, make('sms.pumping', range, at, data))
  }
  await endAlerts(tx, 'sms.pumping', new Date(at.getTime() - HOUR_MS), at)
}

/** Raises an alert when most segments of the day are used, and another when all are. */
export async function checkBudget(
  tx: Db,
  make: MakeAlert,
  dailySegments: number | null,
  at: Date,
): Promise<void> {
  if (dailySegments !== null) {
    const segments = await segmentsOfDay(tx, at)
    const day = at.toISOString().slice(0, 10)
    const raise = (share: number) => {
      const percent = Math.round(share * 100)
      const data = { day, percent, segments, budget: dailySegments }
      return raiseAlert(tx, make('sms.budget', `${day}:${percent}`, at, data))
    }
    if (segments >= BUDGET_ALERT_SHARE * dailySegments) {
      await raise(BUDGET_ALERT_SHARE)
      // An SMS of several segments is held back before all are used.
      const since = new Date(at.getTime() - LOOK_BACK_MS)
      if (segments >= dailySegments || (await hasBudgetHeldBack(tx, since, at))) await raise(1)
    }
  }
  await endAlerts(tx, 'sms.budget', new Date(at.getTime() - HOUR_MS), at)
}

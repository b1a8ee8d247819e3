/** At most `count` in `seconds`, in a window that slides. */
export interface RateLimit {
  readonly count: number
  readonly seconds: number
}

/** How much the messages of one Clerk instance may be. An empty list is no limit; of several, each holds. */
export interface SendingLimits {
  /** Codes and links to one recipient, on one channel. */
  readonly codes: readonly RateLimit[]
  /** Other messages of one slug to one recipient, on one channel. */
  readonly notices: readonly RateLimit[]
  /** Different numbers of one range in which no SMS was delivered before this day. */
  readonly newRange: readonly RateLimit[]
  /** Different numbers of one range in which an SMS was delivered at least a day ago. */
  readonly knownRange: readonly RateLimit[]
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const DEFAULT_LIMITS: SendingLimits = {
  codes: [
    { count: 5, seconds: 10 * MINUTE },
    { count: 20, seconds: DAY },
  ],
  notices: [{ count: 3, seconds: HOUR }],
  newRange: [{ count: 20, seconds: 10 * MINUTE }],
  knownRange: [{ count: 200, seconds: 10 * MINUTE }],
}

export const NO_LIMITS: SendingLimits = { codes: [], notices: [], newRange: [], knownRange: [] }

const UNITS = [
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', 1],
] as const

/** Limits as the settings write them: `5/10m,20/1d`, or `off`. */
export function limitText(limits: readonly RateLimit[]): string {
  if (limits.length === 0) return 'off'
  return limits.map(({ count, seconds }) => `${count}/${timeText(seconds)}`).join(',')
}

function timeText(seconds: number): string {
  const [unit, length] = UNITS.find(([, length]) => seconds % length === 0) ?? ['s', 1]
  return `${seconds / length}${unit}`
}

/** Above this share of the daily segments, an alert is raised. */
export const BUDGET_ALERT_SHARE = 0.8

/** Codes for numbers that got an SMS before are sent up to this share of the daily segments. */
export const BUDGET_RESERVE_SHARE = 1.2

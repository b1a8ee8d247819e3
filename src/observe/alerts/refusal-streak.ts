/** Why the signature of a webhook was refused. */
export interface Refusal {
  /** The name of the fault. */
  readonly reason: string
  /** How far its time was off, if that was the fault. */
  readonly secondsOff?: number
}

/** The refused webhooks since the last good one. Only numbers and names of faults. */
export interface RefusalStreak {
  readonly count: number
  readonly minutes: number
  readonly reasons: Readonly<Record<string, number>>
  /** The cause, if all refusals point to the same one. */
  readonly hint?: 'clock' | 'secret'
  /** How far our clock is ahead of theirs, if the clock is the cause. */
  readonly secondsOff?: number
}

export interface RefusalWatch {
  /** Counts a refused webhook that has the headers of Svix. */
  refused(refusal: Refusal): void
  /** A webhook had a good signature, so the secret and the clock are right: ends the streak. */
  verified(): void
  /** The streak, or null while it is too short. */
  read(): RefusalStreak | null
}

const FEWEST = 5
const SHORTEST_MS = 5 * 60_000
// Svix's last two tries are ten hours apart.
const FORGOTTEN_AFTER_MS = 24 * 3_600_000
const ABOUT_S = 60

interface Counted {
  readonly since: number
  last: number
  count: number
  readonly reasons: Map<string, number>
  /** The smallest and the largest deviation; null unless all were refused for their time. */
  off: { readonly least: number; readonly most: number } | null
}

/** Counts in memory, and keeps only a few numbers, because anybody may send such webhooks. */
export function createRefusalWatch(now: () => Date): RefusalWatch {
  let counted: Counted | null = null

  return {
    refused({ reason, secondsOff }) {
      const at = now().getTime()
      const own = secondsOff === undefined ? null : { least: secondsOff, most: secondsOff }
      counted ??= { since: at, last: at, count: 0, reasons: new Map(), off: own }
      counted.last = at
      counted.count++
      counted.reasons.set(reason, (counted.reasons.get(reason) ?? 0) + 1)
      counted.off = counted.off && own && spanOf(counted.off, own)
    },
    verified() {
      counted = null
    },
    read() {
      if (!counted) return null
      const at = now().getTime()
      if (at - counted.last > FORGOTTEN_AFTER_MS) counted = null
      if (!counted || counted.count < FEWEST || at - counted.since < SHORTEST_MS) return null
      const { count, since, reasons, off } = counted
      return {
        count,
        minutes: Math.floor((at - since) / 60_000),
        reasons: Object.fromEntries(reasons),
        ...(off && off.most - off.least <= ABOUT_S
          ? { hint: 'clock', secondsOff: Math.round((off.least + off.most) / 2) }
          : {}),
        ...(reasons.get('no_secret_matches') === count ? { hint: 'secret' } : {}),
      }
    },
  }
}

type Span = NonNullable<Counted['off']>

function spanOf(a: Span, b: Span): Span {
  return { least: Math.min(a.least, b.least), most: Math.max(a.most, b.most) }
}

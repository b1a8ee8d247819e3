/** A webhook that was refused for its signature, as far as that tells of whose fault it is. */
export interface Refusal {
  /** The name of the fault. */
  readonly reason: string
  /** How far its time was off, where that was the fault. */
  readonly secondsOff?: number
}

/** What was refused since the last webhook that was right. Numbers and names of faults only. */
export interface RefusalStreak {
  readonly count: number
  readonly minutes: number
  readonly reasons: Readonly<Record<string, number>>
  /** What is to blame, where all speak for the same. */
  readonly hint?: 'clock' | 'secret'
  /** How far our clock is ahead of theirs, where it is the clock. */
  readonly secondsOff?: number
}

export interface RefusalWatch {
  /** A webhook was refused that came as Svix sends them. */
  refused(refusal: Refusal): void
  /** One had a good signature: the secret and the clock are right. */
  verified(): void
  /** The streak if it is one by now, otherwise null. */
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
  /** The least and the most, as long as each of them was for its time. */
  off: { readonly least: number; readonly most: number } | null
}

/** Counts in memory, and never more than a few numbers: whoever sends these may be anybody. */
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

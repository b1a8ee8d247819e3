import { CRASH_POINTS, type Crash } from '../chaos/crash.ts'
import type { Random } from '../simulation/random.ts'

/** What becomes of the process of a burst of webhooks. */
export type End =
  /** Kills or freezes itself at a named point of its work. */
  | { readonly kind: 'at-point'; readonly crash: Crash }
  /** Is killed or frozen so many milliseconds after the webhooks were posted. */
  | { readonly kind: 'at-moment'; readonly ms: number; readonly signal: Signal }
  /** Is killed or frozen when it has answered, whatever it has passed to `waitUntil`. */
  | { readonly kind: 'after-answers'; readonly signal: Signal }
  /** Is frozen when it has answered and done what it has passed to `waitUntil`. */
  | { readonly kind: 'when-idle' }

export type Signal = NonNullable<Crash['signal']>

/** The choices for one burst, made in advance. */
export interface Burst {
  readonly waitUntil: boolean
  /** Whether a process that was frozen may take it. */
  readonly warm: boolean
  readonly end: End
  /** How long its process stays frozen. */
  readonly frozenMs: number
  /** Whether no other process delivers meanwhile, which could take its work. */
  readonly alone: boolean
}

// From less than a lease to more than the time after which an SMS in doubt is looked up.
const LONGEST_FREEZE_MS = 40_000

export function planBurst(random: Random): Burst {
  const signal: Signal = random.chance(0.5) ? 'SIGSTOP' : 'SIGKILL'
  const ends: readonly End[] = [
    { kind: 'at-point', crash: crashOf(random, signal) },
    { kind: 'at-point', crash: crashOf(random, signal) },
    { kind: 'at-moment', ms: 1 + random.below(400), signal },
    { kind: 'after-answers', signal },
    { kind: 'after-answers', signal },
    { kind: 'when-idle' },
  ]
  return {
    waitUntil: random.chance(0.6),
    warm: random.chance(0.4),
    end: random.pick(ends),
    frozenMs: 1_000 + random.below(random.chance(0.5) ? 8_000 : LONGEST_FREEZE_MS),
    alone: false,
  }
}

function crashOf(random: Random, signal: Signal): Crash {
  return { point: random.pick(CRASH_POINTS), occasion: 1 + random.below(2), signal }
}

import type { ReceivedRequest } from './received-request.ts'

/** Milliseconds, or a promise that a test resolves when it has seen enough. */
export type Wait = number | Promise<unknown>

/**
 * What goes wrong with one request.
 *
 * Nothing is accepted: `answer` (this status instead; without a body the provider's own for it),
 * `hang` (never answers), `reset` (breaks the connection).
 * Handled as usual, then: `late` (answers after the wait), `hang_after_accepting`,
 * `reset_after_accepting`, `fails_after_accepting` (answers with this status), `truncated` (half of the JSON).
 * `slow` waits first and then handles the request as usual.
 */
export type Fault =
  | {
      readonly kind: 'answer'
      readonly status: number
      /** A string is sent as it is. */
      readonly body?: unknown
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'slow' | 'late'; readonly wait: Wait }
  | { readonly kind: 'fails_after_accepting'; readonly status: number }
  | {
      readonly kind:
        | 'hang'
        | 'reset'
        | 'hang_after_accepting'
        | 'reset_after_accepting'
        | 'truncated'
    }

/** The switches of a fake provider. */
export interface Faults {
  /** One fault for each of the next requests, in this order; null lets one pass. */
  next(...faults: readonly (Fault | null)[]): void
  /** The same fault for the next `count` requests. */
  times(count: number, fault: Fault): void
  /** Decides about every request that `next` and `times` leave over. */
  when(choose: (request: ReceivedRequest) => Fault | null | undefined): void
  clear(): void
  /** For the server: the fault of this request. */
  take(request: ReceivedRequest): Fault | null
}

/** All switches off. */
export function createFaults(): Faults {
  const queue: (Fault | null)[] = []
  let choose: Parameters<Faults['when']>[0] = () => null
  return {
    next: (...faults) => void queue.push(...faults),
    times: (count, fault) => void queue.push(...Array.from({ length: count }, () => fault)),
    when(chooser) {
      choose = chooser
    },
    clear() {
      queue.length = 0
      choose = () => null
    },
    take: (request) => queue.shift() ?? choose(request) ?? null,
  }
}

import type { Finding } from '../domain/finding.ts'

export type Result = Omit<Finding, 'id'>

/** One thing that can be right or wrong about the set-up. A check changes nothing anywhere. */
export interface Check {
  readonly id: string
  /** Rejects if the check itself fails. */
  readonly run: (signal: AbortSignal) => Promise<Result>
}

export const ok = (message: string): Result => ({ status: 'ok', message })
export const warn = (message: string, fix: string): Result => ({ status: 'warn', message, fix })
export const fail = (message: string, fix: string): Result => ({ status: 'fail', message, fix })
export const skipped = (message: string): Result => ({ status: 'skipped', message })

/** Several checks that need nothing, because their part of the set-up is not used. */
export function leftOut(ids: readonly string[], why: string): Check[] {
  return ids.map((id) => ({ id, run: async () => skipped(why) }))
}

import { timingSafeEqual } from 'hono/utils/buffer'
import type { AccessRules } from './rules.ts'
import type { Visitor } from './visitor.ts'

/** Resolves with null if the token is neither the operator's nor the viewer's. */
export type RoleByToken = (given: string) => Promise<Visitor['role'] | null>

export function roleByToken({ operator, viewer }: AccessRules['tokens']): RoleByToken {
  const isSame = async (given: string, token: string | undefined) =>
    token !== undefined && (await timingSafeEqual(given, token))
  return async (given) => {
    // Always both, so that the time does not show which one it is.
    const isOperator = await isSame(given, operator)
    const isViewer = await isSame(given, viewer)
    if (isOperator) return 'operator'
    return isViewer ? 'viewer' : null
  }
}

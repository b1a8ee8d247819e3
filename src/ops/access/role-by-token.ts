import type { AccessRules } from './rules.ts'
import { isSame } from './session.ts'
import type { Visitor } from './visitor.ts'

/** Null for what is no token of ours. */
export type RoleByToken = (given: string) => Visitor['role'] | null

export function roleByToken({ operator, viewer }: AccessRules['tokens']): RoleByToken {
  return (given) => {
    // Both are compared, whichever it is.
    const isOperator = operator !== undefined && isSame(given, operator)
    const isViewer = viewer !== undefined && isSame(given, viewer)
    if (isOperator) return 'operator'
    return isViewer ? 'viewer' : null
  }
}

import type { Shell } from '../ui/shell.ts'

/** The person or program that uses the pages. */
export interface Visitor {
  /** For the audit log: `token`, `viewer-token`, `clerk:user_…`, `local`. */
  readonly actor: string
  /** A viewer reads. An operator also sends again, reveals, allows again and erases. */
  readonly role: 'viewer' | 'operator'
  /** Whether the visitor is still signed in. For answers that take a while. */
  readonly isStillIn: () => Promise<boolean>
}

/** The variables of a request that has passed the access rules. */
export interface OpsEnv {
  Variables: {
    visitor: Visitor
    /** Whether there is an outbox and this visitor may read it. */
    hasOutbox: boolean
    /** The path below which the service is mounted; none at the root of its host. */
    basePath?: string
    /** What the header of every page shows. */
    shell: Shell
  }
}

/** Who looks at the pages. */
export interface Visitor {
  /** For the audit: `token`, `viewer-token`, `clerk:user_…`, `local`. */
  readonly actor: string
  /** A viewer looks; an operator also sends again, reveals, allows again, erases. */
  readonly role: 'viewer' | 'operator'
  /** Whether they have not signed out since; for answers that take a while. */
  readonly isStillIn: () => Promise<boolean>
}

/** The variables of a request that has passed the access rules. */
export interface OpsEnv {
  Variables: {
    visitor: Visitor
    /** Whether there is an outbox that the visitor may read. */
    hasOutbox: boolean
  }
}

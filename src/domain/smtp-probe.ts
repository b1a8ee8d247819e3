/** How far a dialogue with a mail server came that sent nothing. */
export interface SmtpProbe {
  /** Whether the connection had TLS. */
  readonly secured: boolean
  /** Whether the server accepted user and password. */
  readonly loggedIn: boolean
  readonly failed: {
    readonly at: 'connection' | 'login' | 'sender'
    /** The domain of the sender that was refused. */
    readonly domain: string | null
    readonly code: string
    /** The server's sentence, without addresses. */
    readonly detail: string | null
  } | null
}

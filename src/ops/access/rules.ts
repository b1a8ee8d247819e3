import type { ClerkSettings } from './clerk-sessions.ts'

/** The settings that decide who may use the pages and their JSON API. */
export interface AccessRules {
  readonly tokens: { readonly operator: string | undefined; readonly viewer: string | undefined }
  readonly clerk: ClerkSettings | null
  readonly production: boolean
  /** No message leaves the machine. Without a token, requests from this machine are then let in. */
  readonly captureOnly: boolean
  /** Bellhop's own origin, as browsers spell it. */
  readonly publicUrl: string | undefined
  /** The key of the session cookies is made from these. */
  readonly secrets: readonly string[]
}

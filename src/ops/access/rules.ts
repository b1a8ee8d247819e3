import type { ClerkSettings } from './clerk-sessions.ts'

/** Who may read the pages and their JSON API. */
export interface AccessRules {
  readonly tokens: { readonly operator: string | undefined; readonly viewer: string | undefined }
  readonly clerk: ClerkSettings | null
  readonly production: boolean
  /** Nothing leaves the machine: without a token, whoever sits at it may look. */
  readonly captureOnly: boolean
  /** Our own origin, as browsers spell it. */
  readonly publicUrl: string | undefined
  /** What sessions and forms are signed with. */
  readonly secrets: readonly string[]
}

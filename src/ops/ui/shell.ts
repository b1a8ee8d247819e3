import type { Context } from 'hono'
import type { ShownInstance } from './instance.tsx'

/** Whether real people get the messages: NODE_ENV. */
export type Environment = 'development' | 'production'

/** What the header of every page shows besides the page itself. */
export interface Shell {
  readonly environment: Environment
  /** The Clerk instances to choose from; empty if there are not several. */
  readonly instances: (chosen: string | undefined) => Promise<readonly ShownInstance[]>
}

/** The shell of this request; null before the routes of the pages have set it. */
export function shellOf(c: Context): Shell | null {
  return c.get('shell') ?? null
}

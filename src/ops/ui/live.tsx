/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { Base, baseOf, useAddress } from './base.tsx'
import { eventStream } from './event-stream.ts'

/** The parts of a page that change, by name. */
export type Parts = Readonly<Record<string, Child>>

/** Content that updates itself. `from`: the path of its events, without the base path. */
export function Live({ from, children }: { from: string; children: Child }) {
  return <div data-live={useAddress()(from)}>{children}</div>
}

/** A part of `Live`. Its content is replaced when the server sends a new one for its name. */
export function Part({ name, children }: { name: string; children: Child }) {
  return <div data-part={name}>{children}</div>
}

export interface LivePartsOptions {
  readonly now: () => Date
  /** Reads and renders the contents of the parts. */
  readonly parts: () => Promise<Parts>
  /** How often it looks whether something has changed. */
  readonly everyMs?: number
}

/** The events of `Live`: an event `parts` with the HTML of each part that has changed, as JSON by name. */
export function liveParts(c: Context, { now, parts, everyMs = 3_000 }: LivePartsOptions): Response {
  const base = baseOf(c)
  const sent = new Map<string, string>()
  return eventStream(c, {
    now,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, everyMs)).unref()),
    async look() {
      const changed: Record<string, string> = {}
      for (const [name, part] of Object.entries(await parts())) {
        const html = String(await (<Base.Provider value={base}>{part}</Base.Provider>).toString())
        if (sent.get(name) === html) continue
        sent.set(name, html)
        changed[name] = html
      }
      if (Object.keys(changed).length === 0) return []
      return [{ event: 'parts', data: JSON.stringify(changed) }]
    },
  })
}

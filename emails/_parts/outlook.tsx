import { createElement, type ReactNode } from 'react'
import { SETTINGS, TABLE } from './outlook-comments.ts'

/**
 * A table of fixed width around the content, for Outlook on Windows: it lays out emails with Word, which
 * knows no `max-width`.
 */
export function OutlookTable({ children }: { readonly children: ReactNode }) {
  return createElement(TABLE, null, children)
}

/** Outlook on Windows shows sizes in pixels as they are, also on large screens. */
export function OutlookSettings() {
  return createElement(SETTINGS)
}

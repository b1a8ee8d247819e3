import { safeUrl } from '../../src/templates/url.ts'

/** A piece of text, and where it leads if it is a link. */
export interface Piece {
  readonly text: string
  readonly href?: string
}

// Addresses may contain full stops, but a sentence ends after them.
const TAPPABLE = /https:\/\/[^\s<>"]+[\w/=&#-]|[\w.+-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+/gi

/** A line of Clerk's text in pieces: its web and email addresses become links, the rest stays text. */
export function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const { 0: found, index } of line.matchAll(TAPPABLE)) {
    const href = found.startsWith('http') ? safeUrl(found) : `mailto:${found}`
    if (!href) continue
    if (index > end) pieces.push({ text: line.slice(end, index) })
    pieces.push({ text: found, href })
    end = index + found.length
  }
  if (end < line.length) pieces.push({ text: line.slice(end) })
  return pieces
}

import { styleText } from 'node:util'
import type { MessageStatus } from '../domain/message.ts'
import type { Paint, Piece, Style } from './line.ts'

/** Colours text on a terminal only. `NO_COLOR` and `FORCE_COLOR` decide otherwise. */
export const terminalPaint: Paint = (stream, style, text) =>
  styleText(style, text, { stream: process[stream] })

const STYLES: Readonly<Partial<Record<MessageStatus, Style>>> = {
  sent: 'green',
  delivered: 'green',
  bounced: 'red',
  undelivered: 'red',
  complained: 'red',
  failed: 'red',
  unknown: 'yellow',
  expired: 'yellow',
  superseded: 'gray',
  skipped: 'gray',
}

/** A status in its colour. */
export function paintedStatus(text: string): Piece {
  const style = STYLES[text as MessageStatus]
  return style ? { text, style } : text
}
